# Rotary positions: the first R numbers of a head are pairs, the number at i with that at i + R / 2, and each pair is turned by
# the position times a frequency of its own. All in f32, as the reference has it, so that far positions agree.

class Rotary:
  # theta^(-2i / R), (R / 2)
  def frequencies(self, size: int, theta: float) -> Tensor:
    return torch.reciprocal(torch.pow(theta, torch.arange(0, size, 2, dtype=6) / float(size)))

  # all divided by factor
  def frequencies_linear(self, size: int, theta: float, factor: float) -> Tensor:
    return self.frequencies(size, theta) / factor

  # each divided by a factor of its own (LongRoPE)
  def frequencies_each(self, size: int, theta: float, factors: List[float]) -> Tensor:
    power = torch.pow(theta, torch.arange(0, size, 2, dtype=6) / float(size))
    return torch.reciprocal(torch.tensor(factors, dtype=6) * power)

  # Llama 3: low frequencies are divided by factor, high ones kept, those between blended by how often they turn within the
  # original context
  def frequencies_llama3(self, size: int, theta: float, factor: float, low: float, high: float, original: float) -> Tensor:
    frequency = self.frequencies(size, theta)
    turns = frequency * original / 6.283185307179586
    blend = torch.clamp((turns - low) / (high - low), 0.0, 1.0)
    return frequency * (blend + torch.rsub(blend, 1.0) / factor)

  # YaRN: pairs up to number `first` are kept, those from number `last` on divided by factor, between them it blends
  def frequencies_yarn(self, size: int, theta: float, factor: float, first: float, last: float) -> Tensor:
    power = torch.pow(theta, torch.arange(0, size, 2, dtype=6) / float(size))
    ramp = torch.clamp((torch.arange(0, size // 2, dtype=6) - first) / (last - first), 0.0, 1.0)
    kept = torch.rsub(ramp, 1.0)
    return torch.reciprocal(power * factor) * torch.rsub(kept, 1.0) + torch.reciprocal(power) * kept

  # For positions (B, T) and frequencies (R / 2), or (B, 1, R / 2) one set per sequence: cos of position * frequency twice, and
  # -sin then sin of it, (B, 1, T, R) each
  def rotary(self, positions: Tensor, frequency: Tensor, magnitude: float, dtype: int) -> Tuple[Tensor, Tensor]:
    angle = (torch.to(positions, 6).unsqueeze(2) * frequency).unsqueeze(1)
    cos = torch.cos(angle)
    sin = torch.sin(angle)
    if magnitude != 1.0:
      cos = cos * magnitude
      sin = sin * magnitude
    return (torch.to(torch.cat([cos, cos], 3), dtype), torch.to(torch.cat([torch.neg(sin), sin], 3), dtype))

  # x (B, H, T, D): the two halves of its first R numbers are the real and imaginary parts, turned by the angle
  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    size = cos.size(3)
    rest = x.size(3) - size
    if rest == 0:
      real, imaginary = torch.chunk(x, 2, 3)
      return torch.addcmul(x * cos, torch.cat([imaginary, real], 3), sin)
    part = x.narrow(3, 0, size)
    real, imaginary = torch.chunk(part, 2, 3)
    turned = torch.addcmul(part * cos, torch.cat([imaginary, real], 3), sin)
    return torch.cat([turned, x.narrow(3, size, rest)], 3)
