# The forward pass of any family, from tokens to logits. A family's own file and those composed with it have
#
#   embed(tokens, positions, numbers, w) -> h (B, T, C)
#   block(h, l, turns, masks, cache, start, sizes, numbers, w, u, d, vt, tape) -> h after layer l
#   finish(h, sizes, numbers, w) -> what the output matrix reads
#   unembed(h, numbers, w) -> logits in f32 or wider, and unembed_gradient
#
# B sequences, T new positions after `start` cached ones, C width, V vocabulary
# tokens (B, T); pads (B): by how many positions each sequence is filled up on the left; empty: none is
# whole: positions that the text has when all of it is read, fillers included; start + T unless it is read in parts
# cache: keys and values (2, B, K, capacity, D) of each layer; no list: nothing is kept
# rope: the frequencies of each rotary table
# sizes: 0 layers, 1 matrices of a layer that can be adapted, 2 head size, 3 heads, 4 key-value heads, 5 the longest text of the
#        first rotary table (0: tables belong to layers), 6 the window of local layers, 7 whether matrices of a layer that read the
#        same (q k v, gate up) lie one behind the other in memory; then for layer l 8 + 2 l whether it is local, 9 + 2 l its
#        rotary table or -1
# numbers: 0 what norms add to a mean square, 1 attention's scale, 2 what cos and sin are multiplied by; from 3 on the family's own
# w: the weights in the order of the family's file: each matrix is followed by its bias, which may be empty; the embedding
#        comes first, the output matrix last
# turns: cos and sin of each rotary table; masks: of global layers, then of local ones

class Decoder:
  # cos and sin (B or 1, 1, T, R) of each table. Where a text's length decides between two, there is one pair
  def turns(self, positions: Tensor, pads: Tensor, whole: int, dtype: int, rope: List[Tensor], sizes: List[int], numbers: List[float]) -> List[Tensor]:
    found : List[Tensor] = []
    if sizes[5] > 0:
      frequency = rope[0]
      if whole > sizes[5]:
        frequency = rope[1]
        if pads.numel() > 0:
          far = torch.gt(torch.rsub(pads, whole), sizes[5]).view([-1, 1, 1])
          frequency = torch.where(far, rope[1], rope[0])
      cos, sin = self.rotary(positions, frequency, numbers[2], dtype)
      found.append(cos)
      found.append(sin)
    else:
      for frequency in rope:
        cos, sin = self.rotary(positions, frequency, numbers[2], dtype)
        found.append(cos)
        found.append(sin)
    return found

  # (B or 1, 1, T, S), true where a position may look: at itself and back to the sequence's first token, or over no more than
  # window positions (0: all). Of the S keys those that no query sees are left out at the front. Empty where plain causal
  # attention says the same
  def visible(self, pads: Tensor, start: int, t: int, window: int) -> Tensor:
    first = 0
    if window > 0:
      first = max(0, start + 1 - window)
    if pads.numel() == 0:
      if t == 1 or (start == 0 and (window == 0 or t <= window)):
        return torch.empty([0])
    key = torch.arange(first, start + t)
    query = torch.arange(start, start + t).unsqueeze(1)
    mask = key <= query
    if window > 0:
      mask = mask & (key > query - window)
    mask = mask.unsqueeze(0).unsqueeze(0)
    if pads.numel() > 0:
      real = (key >= pads.unsqueeze(1)).unsqueeze(1).unsqueeze(1)
      # a filler sees itself: a row that sees nothing has no softmax
      mask = mask & (real | (key == query))
    return mask

  def masks(self, pads: Tensor, start: int, t: int, sizes: List[int]) -> List[Tensor]:
    found = [self.visible(pads, start, t, 0)]
    if sizes[6] > 0:
      found.append(self.visible(pads, start, t, sizes[6]))
    return found

  # (B or 1, T)
  def positions(self, pads: Tensor, start: int, t: int) -> Tensor:
    positions = torch.arange(start, start + t).unsqueeze(0)
    if pads.numel() > 0:
      positions = torch.clamp(positions - pads.unsqueeze(1), 0)
    return positions

  # what the output matrix reads, (B, T, C)
  def hidden(self, tokens: Tensor, pads: Tensor, cache: List[Tensor], start: int, whole: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    t = tokens.size(1)
    positions = self.positions(pads, start, t)
    h = self.embed(tokens, positions, numbers, w)
    turns = self.turns(positions, pads, whole, h.dtype, rope, sizes, numbers)
    masks = self.masks(pads, start, t, sizes)
    no_tape : List[Tensor] = []
    for l in range(sizes[0]):
      h = self.block(h, l, turns, masks, cache, start, sizes, numbers, w, u, d, vt, no_tape)
    return self.finish(h, sizes, numbers, w)

  # the same of whole sequences from their first position on, filled up on the right, without a cache
  def whole_hidden(self, tokens: Tensor, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    no : List[Tensor] = []
    return self.hidden(tokens, torch.empty([0]), no, 0, tokens.size(1), rope, sizes, numbers, w, u, d, vt)

  # next-token logits of whole sequences at every position, (B, T, V)
  def logits(self, tokens: Tensor, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    return self.unembed(self.whole_hidden(tokens, rope, sizes, numbers, w, u, d, vt), numbers, w)

  # next-token logits at the last position only, (B, V)
  def next_logits(self, tokens: Tensor, pads: Tensor, cache: List[Tensor], start: int, whole: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.hidden(tokens, pads, cache, start, whole, rope, sizes, numbers, w, u, d, vt)
    return self.unembed(h[:, -1], numbers, w)
