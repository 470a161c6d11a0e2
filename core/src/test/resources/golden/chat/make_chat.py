"""Renders chat templates and small pieces of Jinja with the reference implementation, set up as Hugging Face does.

Run in this folder: python make_chat.py (jinja2 3.1.6, transformers 5.x)
"""
import json

from jinja2.exceptions import TemplateError
from transformers.utils.chat_template_utils import _compile_jinja_template

# written after the publicly known layouts of these model families
TEMPLATES = {
    "smollm2": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "llama2": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    "llama3": "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}",
    "llama31": """{{- bos_token }}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}

{#- This block extracts the system message, so we can slot it into the right place. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}

{#- System message #}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("This model only supports single tool-calls at once!") }}
        {%- endif %}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "mistral": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After the optional system message, conversation roles must alternate user/assistant/user/assistant/...") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported!") }}
    {%- endif %}
{%- endfor %}
""",
    "qwen3": """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
""",
    "marked": "{% for m in messages %}\n  {% if m.role == 'assistant' %}\n    {% generation %}{{ m.content }}{{ eos_token }}{% endgeneration %}\n  {% else %}\n[{{ m.role|upper }}] {{ m.content }}\n  {% endif %}\n{% endfor %}",
}

CONVERSATIONS = [
    [("user", "Hello")],
    [("system", "Be brief."), ("user", " What is 2 + 2? \n"), ("assistant", "\n4"), ("user", "And {{ 3 + 3 }}? {% if x %}")],
    [("user", "a"), ("assistant", "<think>\nhm\n</think>\n\nb"), ("user", "c"), ("assistant", "<think>so</think>d")],
    [("assistant", "I begin"), ("user", "wrong order")],
    [("user", "größer 😀 日本\n\n\"quoted\" 'single' \\ <b>&amp;")],
    [("user", "one"), ("user", "two")],
    [("tool", "{\"result\": 3}"), ("user", "x")],
]

VARIABLES = {
    "n": 7, "f": 2.5, "t": "Hello World", "e": "", "yes": True, "no": False, "nothing": None,
    "l": [3, 1, 2], "words": ["b", "A", "c", "a"], "d": {"b": 1, "a": [1, "x", None, True]},
    "people": [{"name": "Ann", "age": 30, "tags": ["x"]}, {"name": "bob", "age": 4, "tags": []}, {"name": "Cy", "age": 30}],
    "uni": "größe 😀 日本",
}

PIECES = [
    "{{ 1 + 2 * 3 - 4 }} {{ (1 + 2) * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ 2 ** -1 }}",
    "{{ 6 / 3 }} {{ 1e3 }} {{ 1.5e-7 }} {{ 0.1 + 0.2 }} {{ 1e16 }} {{ 123456789.0 }} {{ 1e22 }} {{ -0.0 }} {{ 100.0 * 1.1 }}",
    "{{ 'a' ~ 1 ~ none ~ true ~ 1.0 ~ [1, 'x'] }}",
    "{{ 'a' 'b' \"c\" }} {{ 'it\\'s' }} {{ \"tab\\tnew\\nline\\\\ \\x41 \\u00e9 \\d\" }}",
    "{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' < 'b' }} {{ [1, 2] == [1, 2] }} {{ {'a': 1} == {'a': 1} }}",
    "{{ 'ell' in t }} {{ 3 in l }} {{ 9 not in l }} {{ 'b' in d }} {{ not 3 in l }} {{ not yes }}",
    "{{ yes and 'x' }} {{ no or 'y' }} {{ e or 'z' }} {{ nothing and 1 }} {{ yes or missing.x }}",
    "{{ 'a' if yes else 'b' }} {{ 'a' if no else 'b' }} [{{ 'a' if no }}] {{ 'a' if no else 'b' if no else 'c' }}",
    "{{ t[0] }} {{ t[-1] }} {{ t[1:4] }} {{ t[::-1] }} {{ t[:3] }} {{ t[-3:] }} {{ t[::2] }} {{ t[5:2] }} {{ t[8:2:-2] }} {{ t[100:] }}|",
    "{{ l[0] }} {{ l[-1] }} {{ l[1:] }} {{ l[::-1] }} {{ l[:-1] }} {{ l[-100:100] }} {{ l[1:1] }} [{{ l[9] }}]",
    "{{ uni[6] }} {{ uni|length }} {{ uni[6:] }} {{ uni.find('日') }} {{ uni|reverse }} {{ uni|upper }}",
    "{{ d.b }} {{ d['a'] }} {{ d.a[1] }} {{ d.get('b') }} {{ d.get('zz') }} {{ d.get('zz', 5) }} [{{ d.zz }}] {{ d }}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %} {% for k in d %}{{ k }}{% endfor %} {{ d.keys()|list }} {{ d.values()|list }}",
    "{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('a', 'b') }};{% endfor %}",
    "{% for x in l if x > 1 %}{{ loop.index }}:{{ x }} {% else %}none{% endfor %}|{% for x in [] %}{% else %}none{% endfor %}|{% for x in missing %}{% else %}u{% endfor %}",
    "{% for x in range(10) %}{% if x == 3 %}{% continue %}{% endif %}{% if x == 6 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% set x = 1 %}{% for i in l %}{% set x = i %}{{ x }}{% endfor %}{{ x }}",
    "{% set ns = namespace(x=1) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }} [{{ ns.y }}]",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }} {% set c = 1, 2 %}{{ c|length }} {% set body %}x{{ n }}y{% endset %}[{{ body }}] {{ body|length }}",
    "{% if yes %}{% set q = 5 %}{% endif %}{{ q }}",
    "{% macro f(a, b='B', c=n) %}<{{ a }}{{ b }}{{ c }}>{% endmacro %}{{ f(1) }}{{ f(1, 2, 3) }}{{ f(b=1, a=2) }}{{ f() }}",
    "{% macro r(k) %}{{ k }}{% if k > 0 %}{{ r(k - 1) }}{% endif %}{% endmacro %}{{ r(5) }}",
    "{{ '  x '|trim }}|{{ 'xxaxx'|trim('x') }}|{{ '  x '.strip() }}|{{ '  x '.lstrip() }}|{{ '  x '.rstrip() }}|{{ 'xyaxy'.strip('xy') }}",
    "{{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ 'abc'.split('b')[-1] }} {{ ''.split(',') }}",
    "{{ t.upper() }} {{ t.lower() }} {{ 'hello wORLD it\\'s'.title() }} {{ 'hELLO'.capitalize() }} {{ t.startswith('He') }} {{ t.endswith(('x', 'ld')) }} {{ t.count('l') }} {{ t.find('o') }} {{ t.rfind('o') }} {{ t.find('zz') }}",
    "{{ t.replace('l', 'L') }} {{ t.replace('l', 'L', 1) }} {{ t|replace('o', '0') }} {{ 'ab'.replace('', '-') }} {{ 'aaa'|replace('a', 'b', 2) }}",
    "{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }} {{ '12'.isdigit() }} {{ 'ab1'.isalpha() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ 'a\\nb\\n'.splitlines() }} {{ '-'.join(['a', 'b']) }}",
    "{{ l|length }} {{ l|first }} {{ l|last }} {{ l|sort }} {{ l|sort(reverse=true) }} {{ words|sort }} {{ words|sort(case_sensitive=true) }} {{ l|reverse|list }} {{ l|join('-') }} {{ l|sum }} {{ l|max }} {{ l|min }} {{ words|unique|list }}",
    "{{ people|map(attribute='name')|join(', ') }} {{ people|selectattr('age', 'equalto', 30)|map(attribute='name')|list }} {{ people|rejectattr('tags')|list|length }} {{ people|sort(attribute='name')|map(attribute='age')|list }} {{ words|map('upper')|list }} {{ people|selectattr('tags', 'defined')|list|length }} {{ people|join('/', attribute='name') }}",
    "{{ l|select('odd')|list }} {{ l|reject('odd')|list }} {{ ['', 'a', none]|select|list }} {{ l|select('greaterthan', 1)|list }} {{ [1, 'a']|select('string')|list }}",
    "{{ d|tojson }} {{ people|tojson }} {{ uni|tojson }} {{ 'a\"b\\n<&>'|tojson }} {{ 1.0|tojson }} {{ nothing|tojson }} {{ []|tojson }} {{ {}|tojson }}",
    "{{ d|tojson(indent=2) }}|{{ [[], {}, [1]]|tojson(indent=4) }}",
    "{{ d|dictsort }} {{ d|items|list }} {{ 'x'|default('y') }} {{ missing|default('y') }} {{ missing|d('q') }} {{ ''|default('z', true) }} {{ nothing|default('n') }}",
    "{{ '3'|int + 1 }} {{ 'x'|int(9) }} {{ 3.9|int }} {{ '3.7'|int }} {{ '2.5'|float }} {{ 'x'|float }} {{ -3|abs }} {{ 2.567|round(2) }} {{ 2.5|round }} {{ 3.5|round|int }} {{ 2.1|round(method='ceil') }} {{ true|int }}",
    "{{ 5|string ~ 'x' }} {{ 'a\nb\n\nc'|indent(2) }}|{{ 'a\nb'|indent(2, true) }}|{{ 'a<b>\"&'|escape }}|{{ 'abc'|list }}|{{ 'a'|safe }}",
    "{{ missing is defined }} {{ n is defined }} {{ nothing is none }} {{ t is string }} {{ n is number }} {{ n is integer }} {{ f is float }} {{ yes is boolean }} {{ d is mapping }} {{ l is iterable }} {{ l is sequence }} {{ n is iterable }} {{ t is iterable }} {{ n is odd }} {{ n is even }} {{ n is divisibleby 7 }} {{ n is not none }} {{ 1 is in [1] }} {{ 'a' is lower }} {{ yes is true }} {{ n is eq 7 }} {{ range is callable }} {{ n is sameas 7 }} {{ missing is undefined }} {{ n is divisibleby(3) }}",
    "{{ missing }}|{{ missing|length }}|{{ missing == missing }}|{{ not missing }}|{{ missing|upper }}|{{ missing|list }}|{{ missing ~ 'x' }}",
    "{{ none }} {{ None }} {{ True }} {{ false }} {{ [1, 'a', none, 1.5, {'k': 'v'}] }} {{ 'it\\'s'|list }} {{ ['it\\'s', 'say \"hi\"', 'both \\' \"', 'tab\\t'] }}",
    "{{ range(3)|list }} {{ range(1, 4)|list }} {{ range(5, 0, -2)|list }} {{ dict(a=1, b=2) }} {{ [1] + [2] }} {{ [0] * 3 }} {{ 'ab' * 2 }} {{ 2 * 'x' }}",
    "{{ {'a': {'b': [10, 20]}}.a.b[1] }} {{ {'a': {}} }} {{ {} }} {{ [] }} {{ [[1, 2], [3]][0][1] }} {{ {1: 'one'}[1] }}",
    "a {# comment #} b {#- stripped -#} c\n{# whole line #}\nd\n  {# indented #}\ne",
    "a\n  {% if yes %}\n  b\n  {% endif %}\nc\n",
    "a\n  {%- if yes -%}\n  b\n  {%- endif -%}\nc\n\n",
    "a\n  {%+ if yes %}\n  b\n  {%+ endif +%}\nc",
    "  {{ n }}  \n  {{- n -}}  \n  {{ n }}\n\n\n",
    "x{% if yes %}\n\ny{% endif %}\nz  {% if yes %}  w{% endif %}",
    "{% raw %}{{ not }} {% run %}{% endraw %} end",
    "line1\r\nline2\rline3{{ '\n' }}\r\n",
    "{{ '}}' }} {{ '{%' }} {{ {'a': {'b': 1}}['a'] }}{{'x'}}{% if '%}' == '%}' %}ok{% endif %}",
    "{% for a, b in [(1, 2), [3, 4]] %}{{ a }}-{{ b }} {% endfor %}{% for (a, b) in [[1, 2]] %}{{ a + b }}{% endfor %}",
    "{% for p in people recursive_ %}{% endfor %}",
    "{{ l.index(1) }} {{ l.count(3) }} {{ 'a-b'.split('-')|last }} {{ (1, 2)|length }} {{ (1,)|length }} {{ ()|length }} {{ (5) }}",
    "{{ -n }} {{ +n }} {{ - -n }} {{ -n|abs }} {{ (-n)|abs }} {{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ not yes or yes }} {{ 1 ~ 1 + 1 ~ 'x' if no else 2 * 3 ~ 'x' }}",
    "{% if n > 5 and n < 10 %}in{% elif n > 100 %}big{% else %}out{% endif %}",
    "{% if no %}a{% elif no %}b{% elif yes %}c{% else %}d{% endif %}",
    "{{ messages }}{{ loop }}",
    "{{ 'x' is not string }} {{ 'x' is string and 'y' is string or no }} {{ n is divisibleby 7 and yes }}",
    "{{ nothing|selectattr('a', 'equalto', 1)|list|length }} {{ nothing|map('upper')|list }} {{ nothing|select|list }} {{ nothing|rejectattr('a')|list }} {{ 0|reject('odd')|list }}",
    "{{ '<{}|{}>'.format(n, t) }} {{ '{1}{0}{x}'.format(1, 2, x='y') }} {{ '{{}} {{{}}}'.format(f) }} {{ ''.format(1) }} {{ '{}'.format(none) }}",
    # what must fail
    "{{ '{}'.format() }}", "{{ '{x}'.format(1) }}", "{{ 'a{'.format(1) }}", "{{ 'a}'.format(1) }}", "{{ nothing|sort }}",
    "{{ 1 + 1 ~ 'x' }}",
    "{{ raise_exception('refused: ' ~ n) }}",
    "{{ missing.x }}", "{{ missing() }}", "{{ missing + 1 }}", "{{ 'a' + 1 }}", "{{ 1 / 0 }}", "{{ n.foo() }}", "{{ 'a'|nofilter }}",
    "{{ 'a' is notest }}", "{% nostatement %}", "{% if yes %}", "{% for x in l %}", "{{ 1 +", "{{ 'abc }}", "{% endif %}", "{{ (1 }}",
    "{{ 1 2 }}", "{% set 5 = x %}", "{% set d.x = 1 %}", "{% for x in 5 %}{% endfor %}", "{{ 1 < 'a' }}", "{{ l.append(4) }}", "{{ range(1000000)|list }}",
    "{% set a, b = 1 %}", "{{ {[1]: 2} }}", "{% include 'x' %}", "{# open", "{% break %}", "{{ t[1.5:] }}", "{{ 'a' in n }}", "{{ 'x'.nomethod() }}",
]


def attempt(template, **variables):
    try:
        return {"result": _compile_jinja_template(template).render(**variables)}
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, SyntaxError) as error:
        return {"error": type(error).__name__}


tokens = {"bos_token": "<s>", "eos_token": "</s>"}
chat = []
for name, template in TEMPLATES.items():
    for conversation in CONVERSATIONS:
        for prompt in (False, True):
            messages = [{"role": role, "content": content} for role, content in conversation]
            chat.append({"name": name, "template": template, "messages": messages, "generation_prompt": prompt,
                         **attempt(template, messages=messages, add_generation_prompt=prompt, tools=None, documents=None, **tokens)})
with open("chat.json", "w") as f:
    json.dump(chat, f, indent=0)
with open("pieces.json", "w") as f:
    json.dump({"variables": VARIABLES, "pieces": [{"template": p, **attempt(p, **VARIABLES)} for p in PIECES]}, f, indent=0)
print(sum("error" in c for c in chat), "of", len(chat), "conversations refused")
