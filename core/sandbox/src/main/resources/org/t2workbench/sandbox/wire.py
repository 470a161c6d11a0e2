# What the program's Python and the tests' Python have in common: how values cross between them, as plain data in text,
# and a typing that costs nothing.
# What arrives is decoded into exact builtin types, so whatever the other side did to build the text, a value that
# compares, hashes or prints in a way of its own cannot come through.


def wire(to_handle, from_handle):
    """encode and decode; to_handle turns what is not plain data into a number, from_handle back"""
    import builtins
    from marshal import dumps, loads

    max_depth = 90
    atoms = (int, float, str, bytes, bool, complex, type(None))
    views = {type({}.keys()): 'k', type({}.values()): 'w', type({}.items()): 'i'}

    def encode(value):
        try:
            return '0' + dumps(value, 2).decode('latin-1')
        except ValueError:
            return '1' + dumps(wrap(value, 0), 2).decode('latin-1')

    def wrap(value, depth):
        if depth > max_depth:
            raise ValueError('the value is nested too deeply')
        kind = type(value)
        if kind in atoms:
            return ('v', value)
        if isinstance(value, type):
            known = value.__name__ if getattr(builtins, value.__name__, None) is value else None
            return ('b', known) if known else ('h', to_handle(value))
        if kind is range:
            return ('r', (value.start, value.stop, value.step))
        if kind in views:
            return (views[kind], [wrap(item, depth + 1) for item in value])
        if kind is bytearray:
            return ('v', bytes(value))  # as marshal itself does
        # of a subclass only the data of its builtin base goes over
        if isinstance(value, int):
            return ('v', int.__add__(value, 0))
        if isinstance(value, float):
            return ('v', float.__float__(value))
        if isinstance(value, str):
            return ('v', ''.join([str.__getitem__(value, slice(None)), '']))
        if isinstance(value, list):
            return ('l', [wrap(item, depth + 1) for item in list.__iter__(value)])
        if isinstance(value, tuple):
            return ('t', [wrap(item, depth + 1) for item in tuple.__iter__(value)])
        if isinstance(value, dict):
            return ('d', [(wrap(k, depth + 1), wrap(v, depth + 1)) for k, v in dict.items(value)])
        if isinstance(value, set):
            return ('s', [wrap(item, depth + 1) for item in set.__iter__(value)])
        if isinstance(value, frozenset):
            return ('f', [wrap(item, depth + 1) for item in frozenset.__iter__(value)])
        return ('h', to_handle(value))

    def decode(text):
        data = loads(text[1:].encode('latin-1'))
        return data if text[0] == '0' else unwrap(data)

    def unwrap(node):
        tag, data = node
        if tag == 'v':
            return data
        if tag == 'h':
            return from_handle(data)
        if tag == 'b':
            found = getattr(builtins, data)
            if not isinstance(found, type):
                raise ValueError('not a type')
            return found
        if tag == 'r':
            return range(*data)
        if tag == 'd':
            return {unwrap(k): unwrap(v) for k, v in data}
        items = [unwrap(item) for item in data]
        if tag == 'l':
            return items
        if tag == 't':
            return tuple(items)
        if tag == 's':
            return set(items)
        if tag == 'f':
            return frozenset(items)
        if tag == 'k':
            return dict.fromkeys(items).keys()
        if tag == 'w':
            return dict(enumerate(items)).values()
        if tag == 'i':
            return dict(items).items()
        raise ValueError('an unknown kind of value')

    return encode, decode


def light_typing():
    """typing's commonest names: the whole module reads half the library, which takes longer than most programs. What
    else is asked of it, and what the light names cannot say, loads the real one."""
    import sys

    light = type(sys)('typing')

    def whole():
        if sys.modules.get('typing') is light:
            del sys.modules['typing']
        import typing

        return typing

    def rest(name):
        # import itself asks for names such as __path__
        if name.startswith('__') and name != '__all__':
            raise AttributeError(name)
        return getattr(whole(), name)

    class Union:
        def __class_getitem__(cls, kinds):
            try:
                kinds = kinds if type(kinds) is tuple else (kinds,)
                union = kinds[0]
                for kind in kinds[1:]:
                    union = union | kind
                return union
            except (TypeError, IndexError):  # a name in quotes, for one
                return whole().Union[kinds]

    class Optional:
        def __class_getitem__(cls, kind):
            return Union[kind, None]

    class Any:
        def __new__(cls, *arguments, **named):
            if cls is Any:
                raise TypeError('Any cannot be instantiated')
            return super().__new__(cls)

    light.__dict__.update(
        List=list, Dict=dict, Set=set, FrozenSet=frozenset, Tuple=tuple, Type=type, Union=Union, Optional=Optional,
        Any=Any, TYPE_CHECKING=False, __getattr__=rest)
    return light


__import__('sys').modules['typing'] = light_typing()
