# Policy gradient (Transformer-Squared, equation 1), at the places where the model draws tokens. Used with a
# family's forward pass.
#
#   J = E[ log pi_W'(y | x) r(y) ] - lambda KL(pi_W' || pi_W)
#
# N tokens of answers in all, V vocabulary, C width; W' the adapted model, W the base model
# tokens (B, T): answers with their prompts, padded on the right; where (N): flat places in (B, T) from which a token of an
# answer was drawn; drawn (N): that token; advantage (N): what the answer it belongs to was worth

class PolicyGradient:
  # what the output matrix reads at the places where answers were drawn, (N, C)
  def drawn_hidden(self, tokens: Tensor, where: Tensor, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.whole_hidden(tokens, rope, sizes, numbers, w, u, d, vt)
    return torch.index_select(h.flatten(0, 1), 0, where)

  # For h, drawn_hidden of the adapted model: the sums (4) of -J, of advantage * log pi, of KL and of entropy over the N
  # tokens, in f64, and the gradient of scale times the first by h. reference: drawn_hidden of the base model; empty: there
  # is no KL, and it is NaN. from_base: KL(pi_W || pi_W'), as in the authors' code, and not the paper's KL(pi_W' || pi_W).
  # The vocabulary is large: step tokens at a time
  def objective(self, h: Tensor, drawn: Tensor, advantage: Tensor, reference: Tensor, coefficient: float, from_base: bool, scale: float, step: int, numbers: List[float], w: List[Tensor]) -> Tuple[Tensor, Tensor]:
    sums = torch.zeros([4], dtype=7)
    by_h = torch.empty_like(h)
    for i in range(0, h.size(0), step):
      logits = self.unembed(h[i:i + step], numbers, w)
      logp = torch.log_softmax(logits, 1)
      p = torch.exp(logp)
      a = advantage[i:i + step].unsqueeze(1)
      y = drawn[i:i + step].unsqueeze(1)
      expected = torch.sum(torch.gather(logp, 1, y) * a)
      entropy = torch.neg(torch.sum(p * logp))
      # -advantage * log p(y) by the logits: advantage * (p - 1 at y)
      by_logits = (p * a).scatter_add_(1, y, torch.neg(a))
      loss = torch.neg(expected)
      divergence = torch.full_like(loss, float("nan"))
      if reference.numel() > 0:
        logq = torch.log_softmax(self.unembed(reference[i:i + step], numbers, w), 1)
        if from_base:
          q = torch.exp(logq)
          kl = torch.sum(q * (logq - logp), [1], True)
          kl_by_logits = p - q
        else:
          ratio = logp - logq
          kl = torch.sum(p * ratio, [1], True)
          kl_by_logits = p * (ratio - kl)
        divergence = torch.sum(kl)
        if coefficient != 0.0:
          loss = divergence * coefficient - expected
          by_logits.add_(kl_by_logits, alpha=coefficient)
      sums += torch.to(torch.stack([loss, expected, divergence, entropy]), 7)
      by_h[i:i + step] = self.unembed_gradient(by_logits * scale, logits, numbers, w)
    return (sums, by_h)
