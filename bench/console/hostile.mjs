// Two hundred texts that try to be something else than text.
const CODE = 'window.pwned=(window.pwned||0)+1';

const SCRIPTS = [
  `<script>${CODE}</script>`, `<img src=x onerror="${CODE}">`, `<svg onload="${CODE}">`, `<svg><script>${CODE}</script></svg>`, `"><script>${CODE}</script>`, `'><img src=x onerror=${CODE}>`,
  `</textarea><script>${CODE}</script>`, `</title><script>${CODE}</script>`, `</style><script>${CODE}</script>`, `</pre><script>${CODE}</script>`, `--><script>${CODE}</script>`, `]]><script>${CODE}</script>`,
  `<iframe srcdoc="<script>parent.${CODE}</script>"></iframe>`, `<iframe src="javascript:${CODE}"></iframe>`, `<a href="javascript:${CODE}">x</a>`, `<object data="javascript:${CODE}"></object>`, `<embed src="javascript:${CODE}">`,
  `<math><mtext><style><img src=x onerror=${CODE}>`, `<details open ontoggle="${CODE}">`, `<input autofocus onfocus="${CODE}">`, `<video><source onerror="${CODE}"></video>`, `<body onload="${CODE}">`, `<link rel=stylesheet href=//evil.example/x.css>`,
  `<meta http-equiv=refresh content="0;url=//evil.example">`, `<base href=//evil.example/>`, `<form action=//evil.example><button>x</button></form>`, `<template><script>${CODE}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${CODE}>">`,
  '${' + CODE + '}', '{{constructor.constructor("' + CODE + '")()}}', '<!--?lit$123$-->', '?lit$', '<?lit$0$?>', '<pl-app></pl-app>', '<pl-question></pl-question>', 'javascript:' + CODE, `data:text/html,<script>${CODE}</script>`,
];

const TERMINAL = ['\u001b[31mred\u001b[0m', '\u001b]0;title\u0007', '\u001b]8;;javascript:' + CODE + '\u0007link\u001b]8;;\u0007', '\u001b[2J\u001b[H', '\u009b31m', 'a\rb', 'a\bb', '\u0007', '\u202etxt.exe', '\u2066x\u2069', '\u200b\u200bhidden', '\ufeffbom'];

const ODD = ['', ' ', '\t\n', '%00', '../../etc/passwd', '__proto__', 'constructor', 'null', 'undefined', 'NaN', '0', '-1', '[]', '{}', '&lt;script&gt;', '&amp;', '#code=x', '?id=x', '//evil.example', '\\\\evil\\share', "' OR 1=1 --", '👩‍👩‍👧‍👦'.repeat(20), 'ﷺ'.repeat(50), 'a'.repeat(190)];

/** Each alone, then inside others. */
export function texts() {
  const simple = [...SCRIPTS, ...TERMINAL, ...ODD];
  const wrapped = simple.flatMap((text) => [`x${text}y`, `"${text}`, `\`${text}\``]);
  return [...simple, ...wrapped].slice(0, 200);
}
