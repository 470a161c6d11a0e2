# Making, filling and converting tensors.

class Tensors:
  def empty(self, shape: List[int], dtype: int) -> Tensor:
    return torch.empty(shape, dtype=dtype)

  # so many rows of a matrix, in its memory
  def rows(self, source: Tensor, begin: int, count: int) -> Tensor:
    return source.narrow(0, begin, count)

  # writes source into target's memory from a flat position on, in target's type
  def fill(self, target: Tensor, offset: int, source: Tensor) -> Tensor:
    flat = target.view([-1])
    flat[offset:offset + source.numel()] = source
    return torch.empty([0])

  # the memory of flat positions begin to end itself, for a moment
  def memory(self, target: Tensor, begin: int, end: int) -> Tensor:
    return target.view([-1])[begin:end]

  # always a copy, so that the result never shares memory with what it was made from
  def convert(self, source: Tensor, dtype: int) -> Tensor:
    return torch.clone(torch.to(source, dtype))

  # the values at flat positions begin to end, in C order
  def piece(self, source: Tensor, begin: int, end: int, dtype: int) -> Tensor:
    return torch.clone(torch.to(source.reshape([-1])[begin:end], dtype))

  # a matrix with rows and columns exchanged, laid out anew
  def transposed(self, source: Tensor) -> Tensor:
    return torch.clone(source.t().contiguous())
