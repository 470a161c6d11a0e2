# Singular-value fine-tuning: W = U diag(sigma) Vt, W' = U diag(sigma * g) Vt.
#
# m rows, n columns, r = min(m, n), k components of an adapter

class Svf:
  # W (m, n) of any type -> U (m, r), sigma (r), Vt (r, n). Computed in f64, so that a component does not turn into its
  # neighbour where singular values lie close; the factors are rounded to f32, sigma is not
  def decompose(self, w: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    u, sigma, vt = torch.linalg_svd(torch.to(w, 7), False)
    return (torch.to(u, 6).contiguous(), sigma, torch.to(vt, 6).contiguous())

  # sigma (r) of W with its entries in an order that the seed decides, the largest first; in f64
  def shuffled_values(self, w: Tensor, seed: int) -> Tensor:
    torch.manual_seed(seed)
    entries = torch.to(w, 7).reshape([-1])
    order = torch.randperm(entries.size(0))
    return torch.linalg_svdvals(torch.index_select(entries, 0, order).reshape(w.shape))

  # whether W holds neither NaN nor infinity
  def is_finite(self, w: Tensor) -> Tensor:
    return torch.to(torch.all(torch.isfinite(w)), 6)

  # W + U diag(d) Vt in f32 at least, rounded once to the type of W; U (m, k), d (k), Vt (k, n)
  def fold(self, w: Tensor, u: Tensor, d: Tensor, vt: Tensor) -> Tensor:
    wide = w
    if w.dtype == 15:
      wide = torch.to(w, 6)
    return torch.to(wide + torch.matmul(u * d, vt), w.dtype)

  # each of a list into its place in another, in the type that is there
  def copy_into(self, out: List[Tensor], x: List[Tensor]) -> Tensor:
    for k in range(len(out)):
      out[k].copy_(x[k])
    return torch.empty([0])

  def identity(self, size: int, dtype: int) -> Tensor:
    return torch.eye(size, dtype=dtype)

  # the adapters of one matrix side by side: their ranks add up
  def join(self, u: List[Tensor], vt: List[Tensor]) -> Tuple[Tensor, Tensor]:
    return (torch.cat(u, 1), torch.cat(vt, 0))

  # Frobenius norm of U diag(d) Vt without making the product: the squares' sum is that of (D UtU D) * (Vt V), (k, k)
  def product_norm(self, u: Tensor, d: Tensor, vt: Tensor) -> Tensor:
    left = torch.to(u, 7) * torch.to(d, 7)
    right = torch.to(vt, 7)
    squares = torch.matmul(left.transpose(0, 1), left) * torch.matmul(right, right.transpose(0, 1))
    return torch.sqrt(torch.relu(torch.sum(squares)))

  # u_i^T dW v_i for each i, with dW = L diag(d) R; L (m, k), d (k), R (k, n). In f64, without making dW
  def along(self, u: Tensor, vt: Tensor, left: Tensor, d: Tensor, right: Tensor) -> Tensor:
    a = torch.matmul(torch.to(u, 7).transpose(0, 1), torch.to(left, 7) * d)
    b = torch.matmul(torch.to(vt, 7), torch.to(right, 7).transpose(0, 1))
    return torch.sum(a * b, [1])

  # singular value decomposition of dW = L diag(d) R in f64: as many components as dW can have, q = min(m, n, k). Thin
  # factors are made orthogonal first, so that only their small core is decomposed
  def decompose_product(self, left: Tensor, d: Tensor, right: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    l = torch.to(left, 7) * d
    r = torch.to(right, 7)
    if d.size(0) >= l.size(0) or d.size(0) >= r.size(1):
      u, sigma, vt = torch.linalg_svd(torch.matmul(l, r), False)
    else:
      ql, rl = torch.linalg_qr(l)
      qr, rr = torch.linalg_qr(r.transpose(0, 1))
      p, sigma, qt = torch.linalg_svd(torch.matmul(rl, rr.transpose(0, 1)), False)
      u = torch.matmul(ql, p)
      vt = torch.matmul(qt, qr.transpose(0, 1))
    return (u.contiguous(), sigma, vt.contiguous())

  # some components of U diag(d) Vt as B A with sqrt|d| in each: B (m, k), A (k, n) in f32; d (k) are those of the components
  def balanced(self, u: Tensor, d: Tensor, vt: Tensor, components: List[int]) -> Tuple[Tensor, Tensor]:
    which = torch.tensor(components, dtype=4)
    root = torch.sqrt(torch.abs(d))
    b = torch.to(torch.index_select(u, 1, which), 7) * (root * torch.sign(d))
    a = torch.to(torch.index_select(vt, 0, which), 7) * root.unsqueeze(1)
    return (torch.to(b, 6).contiguous(), torch.to(a, 6).contiguous())

  # B and A filled up with zeros to a rank
  def padded(self, b: Tensor, a: Tensor, rank: int) -> Tuple[Tensor, Tensor]:
    more = rank - b.size(1)
    left = torch.zeros([b.size(0), more], dtype=b.dtype)
    right = torch.zeros([more, a.size(1)], dtype=a.dtype)
    return (torch.cat([b, left], 1), torch.cat([a, right], 0))

  # Frobenius norm of W, in f64
  def norm(self, w: Tensor) -> Tensor:
    wide = torch.to(w, 7)
    return torch.sqrt(torch.sum(wide * wide))

  # Frobenius norm of A - B, in f64
  def difference_norm(self, a: Tensor, b: Tensor) -> Tensor:
    wide = torch.to(a, 7) - torch.to(b, 7)
    return torch.sqrt(torch.sum(wide * wide))

  # one column of U in f32, (m)
  def column(self, u: Tensor, component: int) -> Tensor:
    return torch.clone(torch.to(u[:, component], 6))

  # consecutive parts of a list of numbers, sharing its memory
  def split(self, flat: Tensor, sizes: List[int]) -> List[Tensor]:
    return torch.split_with_sizes(flat, sizes)
