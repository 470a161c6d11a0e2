# a hundred strings of many scripts and emoji, some prompts, and a text of this project's own
STRINGS = [
    "", " ", "  ", "   ", "\n", "\n\n", " \n ", "\t", "a", "A", "0", "é", "ß", "中", "😀",
    "Hello, world!", " Hello", "Hello ", "hello  world", "HELLO WORLD", "It's they'll we've I'm don't WON'T",
    "The quick brown fox jumps over the lazy dog.", "naïve café résumé coöperate", "Größe, Straße, Übermut, ÄÖÜ",
    "Cela coûte 12,50 € à l'hôtel.", "¿Qué tal, señor? ¡Muy bien!", "Não, obrigação; coração", "Łódź, źdźbło, gżegżółka",
    "Příliš žluťoučký kůň", "Árvíztűrő tükörfúrógép", "İstanbul'da ılık bir gün", "Þetta er íslenska ð æ",
    "Ελληνικά γράμματα και τόνοι", "Привет, мир! Съешь ещё этих мягких булок", "Українська мова: ґ є ї",
    "Здравейте, как сте?", "Монгол хэл", "Հայերեն լեզու", "ქართული ენა", "עברית: שלום עולם", "العربية: مرحبا بالعالم",
    "فارسی: سلام دنیا", "اردو زبان", "हिन्दी में नमस्ते", "বাংলা ভাষা", "ਪੰਜਾਬੀ", "ગુજરાતી", "தமிழ் மொழி", "తెలుగు",
    "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ภาษาไทย ไม่มีช่องว่าง", "ລາວ", "မြန်မာ", "ភាសាខ្មែរ", "བོད་སྐད", "አማርኛ ቋንቋ",
    "日本語の文章です。カタカナ、ひらがな", "中文句子，标点符号。", "繁體中文", "한국어 문장입니다.", "Tiếng Việt có dấu thanh",
    "ᏣᎳᎩ", "ᐃᓄᒃᑎᑐᑦ", "ꦧꦱꦗꦮ", "𐌰𐌱𐌲 𐍈", "𒀀𒁀", "e\u0301 versus \u00e9", "a\u0300\u0301\u0302 stacked",
    "😀😃😄 smiles", "👍🏽👩🏿‍🚀", "👨‍👩‍👧‍👦 family", "🏳️‍🌈 🇩🇪🇫🇷", "☃❄✈️", "🦙.cpp", "1234567890", "3.14159 -1e-5 0x1F",
    "1,000,000.00", "²³½Ⅳ①", "def f(x):\n    return x ** 2  # square\n", "for (int i = 0; i < n; ++i) { s += a[i]; }",
    "<html><body class=\"x\">&amp;</body></html>", "SELECT * FROM t WHERE a = 'b';", "C:\\path\\file.txt /usr/bin",
    "https://example.org/a?b=c&d=%20#e", "user@example.org", "snake_case camelCase KEBAB-CASE", "!?.,;:-_#'+*~^°§$%&/()[]{}",
    "“quotes” ‘single’ «guillemets» „low“", "— dashes – and - hyphens …", "∑∞≤√ ∀x∈ℝ", "non\u00a0breaking thin\u2009space",
    "zero\u200bwidth\u200djoiner", "line\u2028sep next\u0085line", "\ufeffbom", "\u0000\u0007\u001b", "\ufffd \ue000",
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n", "<|endoftext|>", "text<|im_end|>text", "word" * 50,
    " " * 40 + "deep", "x\n" * 20, "The answer is \\boxed{42}.",
]

PROMPTS = [
    "The capital of France is",
    "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
    "<|im_start|>user\nWhat is 2 + 3?<|im_end|>\n<|im_start|>assistant\n",
    "def fibonacci(n):\n    if n < 2:\n        return n\n    return",
]

TEXT = """A matrix can be written as a product of three others: one that turns, one that stretches along axes, and one that
turns again. The numbers by which it stretches are its singular values. Each of them belongs to two directions: what the matrix
listens to, and what it then says. If we sort them from the largest to the smallest, the first few often tell most of the
story, and the rest is detail. A language model is made of hundreds of such matrices, one after the other, with simple steps
between them. When people train it for a new task, they usually change all the entries a little, or they add a second, thinner
matrix on top. There is a more frugal way. Keep the directions as they are, and only make some of the stretches larger and
others smaller. For a matrix with a million entries this may be no more than a thousand numbers, and still the model can learn
to reason better, to write code with fewer mistakes, or to answer questions about science. Because the numbers are few, they
can be learned from a handful of examples without forgetting everything else, and because they have a meaning, they can be
mixed: half of what was learned for one task, and a third of what was learned for another. Whether that works depends on the
task, on the model, and on how different the two sets of numbers are. The best way to find out is to try: move a slider, read
what the model writes, and compare it with what it wrote before. On a rainy afternoon in November, two students did exactly
that. They loaded a small model, asked it how many apples remain when three of seven are eaten, and watched the answer change
from five to four as the slider moved to the right. Then they looked at the spectrum of the last layer and saw that only a few
of the small singular values had grown. "So it already knew," one of them said. "It only had to speak up."
"""
