# Scores of given text under a model, and how far two models are apart, position by position. Logits are made for a few
# positions at a time, so that a long text over a large vocabulary fits. Used with a family's forward pass.
#
# T positions, V vocabulary, C width; hidden (T, C): what the output matrix reads

class Scoring:
  def whole(self, tokens: Tensor, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    return self.whole_hidden(tokens, rope, sizes, numbers, w, u, d, vt).squeeze(0)

  # tokens (1, T) -> (T, 1 + 2 top), f64. Row t: log-probability of token t + 1 after tokens 0 to t (0 in the last row), then
  # ids and log-probabilities of the most likely next tokens
  def score(self, tokens: Tensor, top: int, step: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.whole(tokens, rope, sizes, numbers, w, u, d, vt)
    size = h.size(0)
    rows : List[Tensor] = []
    for i in range(0, size, step):
      logp = torch.log_softmax(self.unembed(h[i:i + step], numbers, w), 1)
      own = torch.zeros([logp.size(0), 1], dtype=logp.dtype)
      known = min(logp.size(0), size - 1 - i)
      if known > 0:
        own[:known] = torch.gather(logp[:known], 1, tokens[0, i + 1:i + 1 + known].unsqueeze(1))
      parts = [torch.to(own, 7)]
      if top > 0:
        best, ids = torch.topk(logp, min(top, logp.size(1)), 1)
        parts.append(torch.to(ids, 7))
        parts.append(torch.to(best, 7))
      rows.append(torch.cat(parts, 1))
    return torch.cat(rows, 0)

  # Continuations of several texts: tokens (B, T) padded on the right; where (N): flat places in (B, T) before each of their
  # tokens; drawn (N): that token -> the log-probability of each, (N), f64
  def continuations(self, tokens: Tensor, where: Tensor, drawn: Tensor, step: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.whole_hidden(tokens, rope, sizes, numbers, w, u, d, vt)
    h = torch.index_select(h.flatten(0, 1), 0, where)
    rows : List[Tensor] = []
    for i in range(0, h.size(0), step):
      logp = torch.log_softmax(self.unembed(h[i:i + step], numbers, w), 1)
      rows.append(torch.to(torch.gather(logp, 1, drawn[i:i + step].unsqueeze(1)).squeeze(1), 7))
    return torch.cat(rows, 0)

  # ids and log-probabilities of the most likely tokens after the whole text, (1, 2 top), f64
  def next(self, tokens: Tensor, top: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.whole(tokens, rope, sizes, numbers, w, u, d, vt)
    logp = torch.log_softmax(self.unembed(h[-1:], numbers, w), 1)
    best, ids = torch.topk(logp, min(top, logp.size(1)), 1)
    return torch.cat([torch.to(ids, 7), torch.to(best, 7)], 1)

  # KL(p || q) = sum over the vocabulary of p (log p - log q) at every position, (T), f64; p from h and w, q from the others
  def divergence(self, h: Tensor, other_h: Tensor, other_w: List[Tensor], step: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    rows : List[Tensor] = []
    for i in range(0, h.size(0), step):
      p = torch.log_softmax(torch.to(self.unembed(h[i:i + step], numbers, w), 7), 1)
      q = torch.log_softmax(torch.to(self.unembed(other_h[i:i + step], numbers, other_w), 7), 1)
      rows.append(torch.sum(torch.exp(p) * (p - q), [1]))
    return torch.cat(rows, 0)
