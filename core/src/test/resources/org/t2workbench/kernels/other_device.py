# What a forward pass makes itself, with everything that it is given on libtorch's device of shapes without numbers, which like
# any other refuses tensors from elsewhere.

class OtherDevice:
  def there(self, x: Tensor) -> Tensor:
    return torch.to(x, torch.device("meta"), None)

  # how many tensors were made, all of them there
  def made(self, pads: Tensor, layers: int, shape: List[int], start: int, t: int, rope: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    tables : List[Tensor] = []
    for table in rope:
      tables.append(self.there(table))
    positions = self.positions(self.there(pads), start, t)
    made = self.turns(positions, self.there(pads), start + t, w[0].dtype, tables, sizes, numbers)
    made.extend(self.masks(self.there(pads), start, t, sizes))
    made.extend(self.make_cache(layers, shape, w[0].dtype))
    for x in made:
      assert x.is_meta
    return torch.tensor([len(made)], device=torch.device("cpu"))
