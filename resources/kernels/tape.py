# What the matrices of some layers read and give, kept so that a gradient can be taken there. Used with a family's forward pass.
#
# slots: for every matrix of the model, its number among those that are kept, or -1

class Tape:
  # What one layer is to keep: nothing of matrices without a slot. dropout: the share of an adapter's input that is left
  # out, by a mask that depends on seed and matrix alone, so that a layer that is computed again drops the same; only adapters
  # with a Vt have any
  def tape_of(self, l: int, rows: List[int], dropout: float, seed: int, slots: List[int], avt: List[Tensor], sizes: List[int], dtype: int) -> List[Tensor]:
    tape : List[Tensor] = []
    for i in range(sizes[1] * l, sizes[1] * (l + 1)):
      mask = torch.empty([0])
      kept = torch.empty([0])
      if slots[i] >= 0:
        kept = torch.empty([1])
        if dropout > 0.0:
          torch.manual_seed(seed + i)
          shape = [rows[0], rows[1], avt[slots[i]].size(1)]
          mask = torch.bernoulli(torch.empty(shape, dtype=dtype), 1.0 - dropout) / (1.0 - dropout)
      tape.append(mask)
      tape.append(kept)
    return tape

  # Layers from one to before another; where tapes are wanted, theirs are added to the list
  def layers_of(self, h: Tensor, begin: int, end: int, tapes: List[List[Tensor]], keep: bool, dropout: float, seed: int, slots: List[int], avt: List[Tensor], turns: List[Tensor], masks: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    no : List[Tensor] = []
    for l in range(begin, end):
      tape : List[Tensor] = []
      if keep or dropout > 0.0:
        tape = self.tape_of(l, [h.size(0), h.size(1)], dropout, seed, slots, avt, sizes, h.dtype)
      h = self.block(h, l, turns, masks, no, 0, sizes, numbers, w, u, d, vt, tape)
      if keep:
        tapes.append(tape)
    return h
