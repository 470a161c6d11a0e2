# Pretraining: the next-token loss of a whole model, its gradient and one optimiser step. Used with a family's forward pass
# and adamw.py.
#
# tokens, targets (B, T): what is read and what should come next; share (B, T): the weight of each target, 0 where there is none
# w: the weights in the order of the family's file, without the output matrix where it is tied to the embedding; a bias that the
# model does not have is empty and is not trained

class Pretraining:
  # mean of -log p(target | what stands before it), weighted by share
  def next_token_loss(self, tokens: Tensor, targets: Tensor, share: Tensor, tied: bool, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    all : List[Tensor] = []
    for x in w:
      all.append(x)
    if tied:
      all.append(w[0])
    y = self.logits(tokens, rope, sizes, numbers, all, u, d, vt)
    # reduction 0: one number per target
    minus_log_p = torch.cross_entropy_loss(y.flatten(0, 1), targets.flatten(), None, 0)
    return torch.sum(minus_log_p * share.flatten()) / torch.sum(share)

  # those that are not empty
  def trained(self, w: List[Tensor]) -> List[Tensor]:
    p : List[Tensor] = []
    for x in w:
      if x.numel() > 0:
        p.append(x)
    return p

  # the loss, then its gradient by every tensor of w that is trained
  def next_token_gradient(self, tokens: Tensor, targets: Tensor, share: Tensor, tied: bool, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> List[Tensor]:
    p : List[Tensor] = []
    for x in w:
      p.append(x.detach().requires_grad_(True))
    loss = self.next_token_loss(tokens, targets, share, tied, rope, sizes, numbers, p, u, d, vt)
    out : List[Tensor] = [loss.detach()]
    for g in torch.grad([loss], self.trained(p)):
      if g is not None:
        out.append(g.detach())
    return out

  # one step of AdamW with moments m and v: (2), the loss before it and the norm of its gradient
  def pretraining_step(self, tokens: Tensor, targets: Tensor, share: Tensor, tied: bool, m: List[Tensor], v: List[Tensor], step: int, lr: float, beta1: float, beta2: float, adam_eps: float, decay: float, clip: float, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    out = self.next_token_gradient(tokens, targets, share, tied, rope, sizes, numbers, w, u, d, vt)
    norm = self.adamw(self.trained(w), m, v, out[1:], step, lr, beta1, beta2, adam_eps, decay, False, clip)
    return torch.stack([out[0], norm])
