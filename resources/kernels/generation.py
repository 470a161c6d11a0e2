# Generation on top of a family's forward pass (decoder.py): the cache and the choice of the next token.
#
# B sequences, V vocabulary

class Generation:
  # keys and values of each layer, (2, B, K, capacity, D)
  def make_cache(self, layers: int, shape: List[int], dtype: int) -> List[Tensor]:
    cache : List[Tensor] = []
    for l in range(layers):
      # whatever was in memory: what has not been written is never read, not even behind a mask
      cache.append(torch.empty(shape, dtype=dtype))
    return cache

  # the first `length` positions of the sequences in a cache of another capacity
  def grow_cache(self, cache: List[Tensor], length: int, capacity: int) -> List[Tensor]:
    grown : List[Tensor] = []
    for c in cache:
      target = torch.empty([2, c.size(1), c.size(2), capacity, c.size(4)], dtype=c.dtype)
      target[:, :, :, :length] = c[:, :, :, :length]
      grown.append(target)
    return grown

  # the named sequences
  def select_cache(self, cache: List[Tensor], rows: Tensor) -> List[Tensor]:
    selected : List[Tensor] = []
    for c in cache:
      selected.append(torch.index_select(c, 1, rows))
    return selected

  def select_rows(self, x: Tensor, rows: Tensor) -> Tensor:
    return torch.index_select(x, 0, rows)

  # the same rows of each, where there are any
  def select_each(self, x: List[Tensor], rows: Tensor) -> List[Tensor]:
    selected : List[Tensor] = []
    for y in x:
      if y.numel() > 0:
        selected.append(torch.index_select(y, 0, rows))
      else:
        selected.append(torch.clone(y))
    return selected

  # Inverse distribution: the first index at which the running sum of p (B, N) exceeds u of its total, (B)
  def invert(self, p: Tensor, u: Tensor) -> Tensor:
    sums = torch.cumsum(p, 1, dtype=7)
    index = torch.searchsorted(sums, u.unsqueeze(1) * sums[:, -1:], right=True).squeeze(1)
    return torch.clamp(index, 0, p.size(1) - 1)

  # The next token of each row, (B), from uniform numbers u (B): the largest logit at temperature 0, else a draw from
  # softmax(logits / temperature) restricted to the k most likely tokens (0: all) and then to the fewest of them that hold
  # the probability top_p
  def choose(self, logits: Tensor, u: Tensor, temperature: float, top_k: int, top_p: float) -> Tensor:
    if temperature == 0.0:
      return torch.argmax(logits, 1)
    scaled = logits / temperature
    if top_k == 0 and top_p >= 1.0:
      return self.invert(torch.softmax(scaled, 1), u)
    size = scaled.size(1)
    # the nucleus is nearly always within the first thousand, and sorting the whole vocabulary is slow
    candidates = min(size, 1024)
    if top_k > 0:
      candidates = min(size, top_k)
    best, ids = torch.topk(scaled, candidates, 1)
    if top_k > 0:
      p = torch.softmax(best, 1)
    else:
      total = torch.logsumexp(scaled, [1], True)
      p = torch.exp(best - total)
      if candidates < size and bool(torch.any(torch.sum(p, 1) < top_p)):
        best, ids = torch.topk(scaled, size, 1)
        p = torch.exp(best - total)
    if top_p < 1.0:
      before = torch.cumsum(p, 1) - p
      # the most likely token stays whatever top_p is
      before[:, 0] = -1.0
      p = p * (before < top_p)
    return torch.gather(ids, 1, self.invert(p, u).unsqueeze(1)).squeeze(1)

  # Per row: the chosen token, its log-probability under softmax(logits / measure), then the ids and the log-probabilities
  # of the most likely `alternatives` tokens; (B, 2 + 2 alternatives), f64. uniforms: a number in [0, 1) per row
  def sample(self, uniforms: List[float], temperature: float, top_k: int, top_p: float, measure: float, alternatives: int, logits: Tensor) -> Tensor:
    scaled = logits
    if measure != 1.0:
      scaled = logits / measure
    # a maximum says where it is in less time than argmax, and the library's log_softmax takes less than its parts
    _, chosen = torch.max(scaled, 1, True)
    if temperature != 0.0 or measure != 1.0:
      u = torch.tensor(uniforms, dtype=7)
      chosen = self.choose(logits, u, temperature, top_k, top_p).unsqueeze(1)
    shares = torch.log_softmax(scaled, 1)
    parts = [torch.to(chosen, 7), torch.to(torch.gather(shares, 1, chosen), 7)]
    if alternatives > 0:
      _, ids = torch.topk(scaled, min(alternatives, scaled.size(1)), 1)
      parts.append(torch.to(ids, 7))
      parts.append(torch.to(torch.gather(shares, 1, ids), 7))
    return torch.cat(parts, 1)

  # sample after one more position of each row (decoder.py), whose tokens are ids
  def sample_next(self, uniforms: List[float], temperature: float, top_k: int, top_p: float, measure: float, alternatives: int, ids: List[int], pads: Tensor, cache: List[Tensor], start: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    tokens = torch.tensor(ids).unsqueeze(1)
    logits = self.next_logits(tokens, pads, cache, start, start + 1, rope, sizes, numbers, w, u, d, vt)
    return self.sample(uniforms, temperature, top_k, top_p, measure, alternatives, logits)
