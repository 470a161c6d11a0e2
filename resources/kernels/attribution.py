# How the log-probability of one token hangs on the gains of singular values, W' = U diag(sigma * g) Vt per matrix. Used with a
# family's forward pass and tape.py.
#
# With x what a matrix reads at a position and delta = d log p / d(W' x), summed over positions:
#   d log p / dg = sigma * (delta U) * (x V)
# so one backward pass to what the matrices give is enough for all gains of all matrices.

class Attribution:
  # log p, (1) in f64, of the target after tokens (1, T); then for every matrix with a slot what it reads, (T, n), and then for
  # every one of them delta, (T, m). first: the first layer with a slot
  def moved(self, first: int, slots: List[int], tokens: Tensor, target: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> List[Tensor]:
    no : List[Tensor] = []
    tapes : List[List[Tensor]] = []
    no_pads = torch.empty([0])
    t = tokens.size(1)
    positions = self.positions(no_pads, 0, t)
    turns = self.turns(positions, no_pads, t, w[0].dtype, rope, sizes, numbers)
    masks = self.masks(no_pads, 0, t, sizes)
    h = self.embed(tokens, positions, numbers, w)
    # nothing below the first layer with a slot has a gradient
    h = self.layers_of(h, 0, first, tapes, False, 0.0, 0, slots, no, turns, masks, sizes, numbers, w, u, d, vt)
    h = h.detach().requires_grad_(True)
    h = self.layers_of(h, first, sizes[0], tapes, True, 0.0, 0, slots, no, turns, masks, sizes, numbers, w, u, d, vt)
    logits = self.unembed(self.finish(h[:, -1:], sizes, numbers, w), numbers, w)
    logp = torch.log_softmax(logits, 2)[0, 0, target]
    found = [torch.to(logp.detach(), 7).view([1])]
    given : List[Tensor] = []
    for l in range(first, sizes[0]):
      tape = tapes[l - first]
      for j in range(sizes[1]):
        if slots[sizes[1] * l + j] >= 0:
          found.append(tape[2 * j].detach().flatten(0, 1))
          given.append(tape[2 * j + 1])
    gradients = torch.grad([logp], given)
    for i in range(len(given)):
      delta = gradients[i]
      if delta is not None:
        found.append(delta.detach().flatten(0, 1))
      else:
        found.append(torch.zeros_like(given[i]).flatten(0, 1))
    return found

  # d log p / d(sigma g), (r) in f64, of a matrix that reads x (T, n) and has delta (T, m) at what it gives
  def by_scale(self, x: Tensor, delta: Tensor, u: Tensor, vt: Tensor) -> Tensor:
    # few rows compute faster as Ut deltat (measured)
    left = torch.mm(u.t(), delta.t()).t()
    right = self.product(x, vt)
    if left.dtype == 15:
      left = torch.to(left, 6)
    if right.dtype == 15:
      right = torch.to(right, 6)
    return torch.to(torch.sum(left * right, [0]), 7)
