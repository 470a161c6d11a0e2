# Policy gradient on the gains of singular values (Transformer-Squared, equation 1). Used with llama.py and adamw.py.
#
#   J(z) = E[ log pi_W'(y | x) r(y) ] - lambda KL(pi_W' || pi_W),   W' = U diag(sigma * g(z)) Vt
#
# K matrices are trained. z: their parameters, (r) each; sigma: their singular values, (r) each; places: their places among
# the adapters. B answers with their prompts, T tokens each, padded on the right; N tokens of answers in all
# tokens (B, T); where (N): flat places in (B, T) from which a token of an answer was drawn; drawn (N): that token;
# advantage (N): what the answer it belongs to was worth

class PolicyGradient:
  # what multiplies sigma: z itself, as in the paper, or sigmoid(z) scaled so that the sum of the singular values stays,
  # as in the authors' code
  def gains_of(self, z: Tensor, sigma: Tensor, sigmoid: bool) -> Tensor:
    g = z
    if sigmoid:
      mask = torch.sigmoid(z)
      g = mask * torch.sum(sigma) / torch.sum(sigma * mask)
    return g

  # the adapters' factors d = sigma * (g - 1) in the type of the other factors; empty where nothing is trained
  def adapter_factors(self, z: List[Tensor], sigma: List[Tensor], places: List[int], sigmoid: bool, u: List[Tensor]) -> List[Tensor]:
    d : List[Tensor] = []
    for x in u:
      d.append(torch.empty([0], dtype=x.dtype))
    for k in range(len(z)):
      g = self.gains_of(z[k], sigma[k], sigmoid)
      d[places[k]] = torch.to(sigma[k] * (g - 1.0), u[places[k]].dtype)
    return d

  # the normed output of the last layer at the places where answers were drawn, (N, C)
  def drawn_hidden(self, tokens: Tensor, where: Tensor, frequency: Tensor, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    no : List[Tensor] = []
    positions = torch.arange(tokens.size(1)).unsqueeze(0)
    h = self.hidden(tokens, positions, torch.empty([0]), no, no, 0, frequency, eps, w, u, d, vt)
    return torch.index_select(h.flatten(0, 1), 0, where)

  # -J times the number of answers: (4) of that, the sum of advantage * log pi, the sum of KL over all tokens (NaN without
  # a reference, which is drawn_hidden of the base model) and the sum of entropies. from_base: KL(pi_W || pi_W'), as in the
  # authors' code, and not the paper's KL(pi_W' || pi_W)
  def objective(self, tokens: Tensor, where: Tensor, drawn: Tensor, advantage: Tensor, reference: Tensor, sigma: List[Tensor], places: List[int], sigmoid: bool, coefficient: float, from_base: bool, z: List[Tensor], frequency: Tensor, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.drawn_hidden(tokens, where, frequency, eps, w, u, self.adapter_factors(z, sigma, places, sigmoid, u), vt)
    adapted = torch.log_softmax(self.unembed(h, w), -1)
    expected = torch.sum(torch.gather(adapted, 1, drawn.unsqueeze(1)).squeeze(1) * advantage)
    entropy = torch.neg(torch.sum(torch.exp(adapted.detach()) * adapted.detach()))
    loss = torch.neg(expected)
    divergence = torch.full_like(entropy, float("nan"))
    if reference.numel() > 0:
      base = torch.log_softmax(self.unembed(reference, w), -1)
      if from_base:
        divergence = torch.sum(torch.exp(base) * (base - adapted))
      else:
        divergence = torch.sum(torch.exp(adapted) * (adapted - base))
      loss = divergence * coefficient - expected
    return torch.stack([loss, expected, divergence, entropy])

  # adds the objective's gradient by z, times scale, to g; returns the four numbers of the objective
  def add_gradient(self, g: List[Tensor], scale: float, tokens: Tensor, where: Tensor, drawn: Tensor, advantage: Tensor, reference: Tensor, sigma: List[Tensor], places: List[int], sigmoid: bool, coefficient: float, from_base: bool, z: List[Tensor], frequency: Tensor, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    p : List[Tensor] = []
    for x in z:
      p.append(x.detach().requires_grad_(True))
    value = self.objective(tokens, where, drawn, advantage, reference, sigma, places, sigmoid, coefficient, from_base, p, frequency, eps, w, u, d, vt)
    k = 0
    for x in torch.grad([value[0] * scale], p):
      if x is not None:
        g[k].add_(x.detach())
      k += 1
    return value.detach()

  def clear(self, g: List[Tensor]) -> Tensor:
    for x in g:
      x.zero_()
    return torch.empty([0])
