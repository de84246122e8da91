const SCRIPT = 'window.ran=(window.ran||0)+1'

const FORMS: readonly ((index: number) => string)[] = [
  (n) => `<script>${SCRIPT}//${n}</script>`,
  (n) => `<img src=x${n} onerror="${SCRIPT}">`,
  (n) => `"><svg onload=${SCRIPT} id=${n}>`,
  (n) => `'-${SCRIPT}-'${n}`,
  (n) => `javascript:${SCRIPT}//${n}`,
  (n) => `<iframe srcdoc="<script>parent.${SCRIPT}</script>">${n}`,
  (n) => `</title><script>${SCRIPT}</script>${n}`,
  (n) => `</style><style>*{display:none}</style>${n}`,
  (n) => `<a href="javascript:${SCRIPT}">${n}</a>`,
  (n) => `{{constructor.constructor('${SCRIPT}')()}}${n}`,
  (n) => `\${${SCRIPT}}${n}`,
  (n) => `<math><mtext><table><mglyph><style><img src=x onerror=${SCRIPT}>${n}`,
  (n) => `<meta http-equiv="refresh" content="0;url=javascript:${SCRIPT}">${n}`,
  (n) => `<base href="http://192.0.2.1/">${n}`,
  (n) => `<link rel=stylesheet href=//192.0.2.1/${n}.css>`,
  (n) => `<form action=javascript:${SCRIPT}><button autofocus onfocus=${SCRIPT}>${n}`,
  (n) => `\u202e<b onmouseover=${SCRIPT}>${n}\u0000\u001b[31m`,
  (n) => `&lt;script&gt;${SCRIPT}&lt;/script&gt;&#${n};`,
  (n) => `__proto__ ${n} constructor toString`,
  (n) => `../../${n}/%2e%2e/?q=<script>#`,
]

/** Texts that would be more than texts on a page that is careless; no two are the same. */
export function hostileStrings(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => FORMS[index % FORMS.length]?.(index) ?? '')
}
