# What the layers of all families are made of: RMSNorm, a matrix with its bias, its adapter and its tape, heads and the cache.
#
# B sequences, T new positions, S positions in all, C width, H heads, K key-value heads, D head size
# sizes, numbers, turns and masks: see decoder.py
# adapters u, d, vt: for the matrices of each layer in the order in which the family's file has them,
#          W' x = W x + U (d * (Vt x)) with U (m, r), d (r), Vt (r, n); d empty leaves W x alone; no lists at all: the base model
# tape: for each of a layer's matrices what the adapter reads and what the matrix gives, so that a gradient can be taken
#          there (tape.py); no list: nothing is kept

# product(x, w), W x for x (.., C), comes from product.py

class Layer:
  # Whether x is one row whose norm may be taken as a number, which is two operations instead of five: not where a gradient
  # goes through it, and not on a device, which would be waited for
  def one_row(self, x: Tensor) -> bool:
    return x.numel() == x.size(-1) and not x.is_cuda and not torch.is_grad_enabled()

  # 1 / rms(x) of one row, from its numbers in f32 at least
  def inverse_rms(self, x: Tensor, eps: float) -> float:
    row = x.reshape([-1])
    return (float(torch.dot(row, row)) / float(x.numel()) + eps) ** -0.5

  # x / rms(x) * w, in f32 at least whatever the type of x
  def rms_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    h = x
    if x.dtype == 15:
      h = torch.to(x, 6)
    if self.one_row(x):
      # a product with a number is rounded once, from f32
      return x * self.inverse_rms(h, eps) * w
    h = h * torch.rsqrt(torch.mean(h * h, [-1], True) + eps)
    return torch.to(h, x.dtype) * w

  # The same, but rounded to the type of x after the product with w
  def rms_norm_wide(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    h = x
    if x.dtype == 15:
      h = torch.to(x, 6)
    if self.one_row(x):
      return torch.to(h * self.inverse_rms(h, eps) * w, x.dtype)
    h = h * torch.rsqrt(torch.mean(h * h, [-1], True) + eps)
    return torch.to(h * w, x.dtype)

  # W x + b with W = w[i] and b = w[i + 1], which may be empty, and the adapter of the matrix, where there is one: it is matrix
  # j of its layer, whose first adapter is a. Before, a tape may hold what the adapter's input is multiplied by (dropout), and
  # something that is not empty where the matrix is to be kept
  def linear(self, x: Tensor, w: List[Tensor], i: int, u: List[Tensor], d: List[Tensor], vt: List[Tensor], a: int, j: int, tape: List[Tensor]) -> Tensor:
    return self.adapted(self.product(x, w[i]), x, w, i, u, d, vt, a, j, tape)

  # The same for so many matrices one after the other that read the same x, as one product where they lie so in memory; for many
  # rows that is no faster
  def linears(self, x: Tensor, w: List[Tensor], i: int, count: int, u: List[Tensor], d: List[Tensor], vt: List[Tensor], a: int, j: int, tape: List[Tensor], sizes: List[int]) -> List[Tensor]:
    found : List[Tensor] = []
    columns = w[i].size(1)
    if sizes[7] == 0 or x.numel() > 128 * columns or torch.is_grad_enabled():
      for n in range(count):
        found.append(self.linear(x, w, i + 2 * n, u, d, vt, a, j + n, tape))
      return found
    rows = 0
    for n in range(count):
      rows = rows + w[i + 2 * n].size(0)
    y = self.product(x, torch.as_strided(w[i], [rows, columns], [columns, 1]))
    begin = 0
    for n in range(count):
      size = w[i + 2 * n].size(0)
      found.append(self.adapted(y.narrow(2, begin, size), x, w, i + 2 * n, u, d, vt, a, j + n, tape))
      begin = begin + size
    return found

  # y = W x with what comes on top of it
  def adapted(self, y: Tensor, x: Tensor, w: List[Tensor], i: int, u: List[Tensor], d: List[Tensor], vt: List[Tensor], a: int, j: int, tape: List[Tensor]) -> Tensor:
    if w[i + 1].numel() > 0:
      y = y + w[i + 1]
    read = x
    if len(tape) > 0:
      if tape[2 * j].numel() > 0:
        read = x * tape[2 * j]
    if len(d) > 0:
      if d[a + j].numel() > 0:
        y = y + torch.linear(torch.linear(read, vt[a + j]) * d[a + j], u[a + j])
    if len(tape) > 0:
      if tape[2 * j + 1].numel() > 0:
        tape[2 * j] = read
        tape[2 * j + 1] = y
    return y

  # h + y in the memory layout of y, which comes first: a product of some tens of rows lies column by column, and a sum of two
  # layouts is slow. So h takes that of products at the first sum, and all further ones are of one layout
  def plus(self, h: Tensor, y: Tensor) -> Tensor:
    return y + h

  # (B, T, H D) -> (B, H, T, D); of one position these lie in memory the same way
  def heads(self, x: Tensor, head_size: int) -> Tensor:
    b = x.size(0)
    t = x.size(1)
    x = x.contiguous()
    if t == 1:
      return x.view([b, -1, 1, head_size])
    return x.view([b, t, -1, head_size]).transpose(1, 2)

  # Attention of layer l: q (B, H, T, D), k and v (B, K, T, D) of the new positions, which are turned and kept -> (B, T, H D).
  # start is the number of positions already in the cache; no cache: nothing is kept
  def attend(self, l: int, q: Tensor, k: Tensor, v: Tensor, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float]) -> Tensor:
    t = q.size(2)
    table = sizes[9 + 2 * l]
    if table >= 0 and t == 1:
      # few numbers: both at once
      both = self.rotate(torch.cat([q, k], 1), turns[2 * table], turns[2 * table + 1])
      q = both.narrow(1, 0, q.size(1))
      k = both.narrow(1, q.size(1), k.size(1))
    elif table >= 0:
      q = self.rotate(q, turns[2 * table], turns[2 * table + 1])
      k = self.rotate(k, turns[2 * table], turns[2 * table + 1])
    if len(cache) > 0:
      kept = cache[l].narrow(3, start, t)
      kept[0].copy_(k)
      kept[1].copy_(v)
      k, v = self.seen(l, cache, start, t, sizes)
    y = self.attention(q, k, v, masks[sizes[8 + 2 * l]], numbers)
    if t > 1:
      y = y.transpose(1, 2)
    return y.reshape([q.size(0), t, -1])

  # keys and values of layer l up to the last of t positions from start on, without those that no query sees, (B, K, S, D) each
  def seen(self, l: int, cache: List[Tensor], start: int, t: int, sizes: List[int]) -> Tuple[Tensor, Tensor]:
    first = 0
    if sizes[8 + 2 * l] == 1:
      first = max(0, start + 1 - sizes[6])
    both = cache[l].narrow(3, first, start + t - first)
    return (both[0], both[1])
