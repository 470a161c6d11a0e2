# What the components of a matrix W = U diag(sigma) Vt read from the residual stream or write to it, compared with the rows of
# the embedding or of the output matrix.
#
# r components, C width of the stream, V vocabulary; all results in f32 or wider
# table (V, C): embedding or output matrix; size: so many of its rows belong to tokens; step: rows at a time
# Norms are linear in x up to its size: what is read through one with the weight w is (w * v) x, and a LayerNorm, which takes the
# mean away first, reads (w * v - mean(w * v)) x. What is written is read by the last norm in the same way.

class Directions:
  # Directions in the stream, unit rows (r, C), of vectors (r, C), or (C, r) where they stand as columns. before: the weight of
  # the norm at the matrix; after: that of the last norm, for what is written; either may be empty. offset: what is added to the
  # weights of norms
  def facing(self, vectors: Tensor, columns: bool, before: Tensor, after: Tensor, offset: float, centred: bool) -> Tensor:
    x = torch.to(vectors, 6)
    if columns:
      x = x.t()
    if before.numel() > 0:
      x = x * (torch.to(before, 6) + offset)
    if centred:
      x = x - torch.mean(x, [1], True)
    if after.numel() > 0:
      x = x * (torch.to(after, 6) + offset)
    return self.unit(x)

  # the same of one component
  def facing_one(self, vectors: Tensor, component: int, columns: bool, before: Tensor, after: Tensor, offset: float, centred: bool) -> Tensor:
    one = vectors.narrow(0, component, 1)
    if columns:
      one = vectors.narrow(1, component, 1)
    return self.facing(one, columns, before, after, offset, centred)

  # one of unit rows, (1, C)
  def row(self, x: Tensor, component: int) -> Tensor:
    return torch.clone(x.narrow(0, component, 1))

  # rows of length 1; a row of zeros stays one
  def unit(self, x: Tensor) -> Tensor:
    length = torch.sqrt(torch.sum(x * x, [1], True))
    return torch.clone((x / torch.clamp(length, 1e-30)).contiguous())

  # (4, top), f64: ids and cosines of the tokens that lie most along x (1, C), then of those that lie most against it
  def words(self, x: Tensor, table: Tensor, size: int, step: int, top: int) -> Tensor:
    parts : List[Tensor] = []
    for i in range(0, size, step):
      rows = torch.to(table[i:min(i + step, size)], 6)
      length = torch.sqrt(torch.sum(rows * rows, [1]))
      parts.append(torch.matmul(rows, x[0]) / torch.clamp(length, 1e-30))
    cosines = torch.cat(parts, 0)
    along, ids = torch.topk(cosines, top, 0, True)
    against, others = torch.topk(cosines, top, 0, False)
    return torch.stack([torch.to(ids, 7), torch.to(along, 7), torch.to(others, 7), torch.to(against, 7)])

  # what a text stands for: the mean of its tokens' rows, each of length 1, again of length 1; (C)
  def sought(self, table: Tensor, ids: Tensor) -> Tensor:
    rows = self.unit(torch.to(torch.index_select(table, 0, ids), 6))
    return self.unit(torch.mean(rows, [0], True))[0].clone()

  # (2, top), f64: of the first components those whose directions x (r, C) lie most along or against what is sought, and their
  # cosines
  def matches(self, x: Tensor, first: int, sought: Tensor, top: int) -> Tensor:
    cosines = torch.matmul(x.narrow(0, 0, first), sought)
    best, ids = torch.topk(torch.abs(cosines), min(top, cosines.size(0)))
    return torch.stack([torch.to(ids, 7), torch.to(torch.index_select(cosines, 0, ids), 7)])
