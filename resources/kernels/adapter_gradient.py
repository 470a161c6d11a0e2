# Gradients of the policy gradient's objective by what adapts a model, W' = W + U diag(d) Vt per matrix, without a gradient of
# any W'. Used with a family's forward pass, tape.py and policy_gradient.py.
#
# With x what a matrix reads at a token and delta = dL / d(W' x), summed over tokens:
#   by d: (delta U) * (x V);   by U: delta^T ((x V) * d);   by Vt: ((delta U) * d)^T x
# An empty U or Vt stands for the identity.
#
# K matrices are adapted, in the order of the layers. places (K): theirs among the adapters; slots: for every matrix of the
# model, its number among the K or -1. B sequences, T positions, L layers; turns, masks, sizes and numbers: see decoder.py

class AdapterGradient:
  # out = W + U diag(d) Vt for each matrix, rounded to the type of W; d = 0 gives W to the bit
  def fold_into(self, out: List[Tensor], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    for k in range(len(out)):
      if u[k].numel() == 0:
        torch.addcmul(w[k], d[k].unsqueeze(1), vt[k], out=out[k])
      elif vt[k].numel() == 0:
        torch.addcmul(w[k], u[k], d[k], out=out[k])
      else:
        torch.addmm(w[k], u[k] * d[k], vt[k], out=out[k])
    return torch.empty([0])

  # Adds the gradient by the adapters of the matrices on the tapes of layers begin to end, where value is what is
  # differentiated; returns its gradient by x, what these layers read, where it is wanted
  def add_from_tapes(self, value: Tensor, x: Tensor, wanted: bool, begin: int, end: int, tapes: List[List[Tensor]], slots: List[int], per_layer: int, low_rank: bool, by_d: List[Tensor], by_u: List[Tensor], by_vt: List[Tensor], au: List[Tensor], ad: List[Tensor], avt: List[Tensor]) -> Tensor:
    found : List[int] = []
    inputs : List[Tensor] = []
    outputs : List[Tensor] = []
    for l in range(begin, end):
      for j in range(per_layer):
        k = slots[per_layer * l + j]
        if k >= 0:
          found.append(k)
          inputs.append(tapes[l - begin][2 * j].detach())
          outputs.append(tapes[l - begin][2 * j + 1])
    tapes.clear()
    if wanted:
      outputs.append(x)
    gradients = torch.grad([value], outputs)
    outputs.clear()
    for i in range(len(found)):
      k = found[i]
      delta = gradients[i]
      if delta is not None:
        read = inputs[i].flatten(0, 1)
        left = delta.detach().flatten(0, 1)
        delta_rows = left
        right = read
        if au[k].numel() > 0:
          left = torch.matmul(left, au[k])
        if avt[k].numel() > 0:
          right = torch.linear(right, avt[k])
        if low_rank:
          by_u[k].add_(torch.matmul(delta_rows.t(), right * ad[k]))
          by_vt[k].add_(torch.matmul((left * ad[k]).t(), read))
        else:
          if left.dtype == 15:
            left = torch.to(left, 6)
          by_d[k].add_(torch.sum(left * right, [0]))
    by_x = torch.empty([0])
    if wanted:
      last = gradients[len(found)]
      if last is not None:
        by_x = last.detach()
    return by_x

  # Adds the gradient of scale times -J over a batch, by d or, with low_rank, by U and Vt; returns the four sums of the
  # objective. span: that many layers keep what their gradient needs at a time, and all but the last of them are computed
  # twice. au, ad, avt: the adapters of the K matrices; u, d, vt: what of them is not folded into w
  def add_gradient(self, low_rank: bool, by_d: List[Tensor], by_u: List[Tensor], by_vt: List[Tensor], au: List[Tensor], ad: List[Tensor], avt: List[Tensor], places: List[int], slots: List[int], dropout: float, seed: int, span: int, step: int, scale: float, tokens: Tensor, where: Tensor, drawn: Tensor, advantage: Tensor, reference: Tensor, coefficient: float, from_base: bool, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    layers = sizes[0]
    first = places[0] // sizes[1]
    tapes : List[List[Tensor]] = []
    no_pads = torch.empty([0])
    t = tokens.size(1)
    positions = self.positions(no_pads, 0, t)
    h = self.embed(tokens, positions, numbers, w)
    turns = self.turns(positions, no_pads, t, h.dtype, rope, sizes, numbers)
    masks = self.masks(no_pads, 0, t, sizes)
    # nothing below the first adapted layer has a gradient
    h = self.layers_of(h, 0, first, tapes, False, 0.0, seed, slots, avt, turns, masks, sizes, numbers, w, u, d, vt)
    begins : List[int] = []
    reads : List[Tensor] = []
    l = first
    while l + span < layers:
      begins.append(l)
      reads.append(h)
      h = self.layers_of(h, l, l + span, tapes, False, dropout, seed, slots, avt, turns, masks, sizes, numbers, w, u, d, vt)
      l += span
    x = h.detach().requires_grad_(True)
    h = self.layers_of(x, l, layers, tapes, True, dropout, seed, slots, avt, turns, masks, sizes, numbers, w, u, d, vt)
    h = torch.index_select(self.finish(h, sizes, numbers, w).flatten(0, 1), 0, where)
    sums, by_h = self.objective(h.detach(), drawn, advantage, reference, coefficient, from_base, scale, step, numbers, w)
    # the sum of h * by_h has the gradient by_h by h
    by_h = self.add_from_tapes(torch.sum(h * by_h), x, l > first, l, layers, tapes, slots, sizes[1], low_rank, by_d, by_u, by_vt, au, ad, avt)
    while len(begins) > 0:
      end = l
      l = begins.pop()
      x = reads.pop().detach().requires_grad_(True)
      h = self.layers_of(x, l, end, tapes, True, dropout, seed, slots, avt, turns, masks, sizes, numbers, w, u, d, vt)
      by_h = self.add_from_tapes(torch.sum(h * by_h), x, l > first, l, end, tapes, slots, sizes[1], low_rank, by_d, by_u, by_vt, au, ad, avt)
    return sums
