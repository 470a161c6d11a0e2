# The program's side. It runs in the same Python as the program, so the program can change everything here, and gains
# nothing by it: it still only sends text that the tests' side decodes as plain data. What the tests expect is never here.


def _serve():
    import sys

    objects = []
    numbers = {}
    max_objects = 100000
    max_items = 1000000

    def to_handle(value):
        number = numbers.get(id(value))
        if number is None:
            if len(objects) >= max_objects:
                raise ValueError('too many objects')
            number = numbers[id(value)] = len(objects)
            objects.append(value)
        return number

    encode, decode = wire(to_handle, objects.__getitem__)
    module = type(sys)('program')
    scope = module.__dict__
    sys.modules['program'] = module

    def load(text):
        exec(compile(text, 'program', 'exec'), scope)

    def kind(name):
        if name not in scope:
            return 'missing'
        value = scope[name]
        return 'module' if type(value) is type(sys) else 'call' if callable(value) else 'value'

    def listed(value):
        items = []
        for item in value:
            if len(items) >= max_items:
                raise ValueError('too many items')
            items.append(item)
        return items

    def answer(operation, text):
        asked = decode(text)
        if operation == 'load':
            return load(asked)
        if operation == 'kinds':
            return [kind(name) for name in asked]
        if operation == 'value':
            return scope[asked]
        if operation == 'call':
            target, arguments, named = asked
            return (scope[target] if type(target) is str else target)(*arguments, **named)
        if operation == 'truth':
            return bool(asked)
        if operation == 'list':
            return listed(asked)
        if operation == 'get':
            return getattr(*asked)
        if operation == 'set':
            return setattr(*asked)
        raise ValueError(operation)

    def serve(operation, text):
        try:
            return 'r' + encode(answer(operation, text))
        except Exception as problem:
            try:
                says = str(problem)[:200]
            except Exception:
                says = ''
            return 'e' + encode((type(problem).__name__, says))

    return serve


_serve()
