// The one style sheet of Limen's pages. System fonts, both colour schemes, WCAG 2.2 AA contrast.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #ffffff; --text: #17191c; --quiet: #565c66; --line: #d8dce2;
  --accent: #1d4ed8; --on-accent: #ffffff; --warn-ground: #fff4d6; --warn-text: #5c3c00; --warn-line: #e2b84a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1115; --card: #181b21; --text: #eceef1; --quiet: #a4abb6; --line: #323843;
    --accent: #8ab4ff; --on-accent: #0b1a38; --warn-ground: #33290f; --warn-text: #ffe2a0; --warn-line: #7a6220;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem 1rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main {
  width: 100%; max-width: 30rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 0.75rem;
}
h1 { margin: 0 0 0.75rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.5rem; font-size: 1rem; line-height: 1.4; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
dl { margin: 0 0 1.25rem; display: grid; grid-template-columns: max-content 1fr; gap: 0.375rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; font-weight: 500; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 0.5rem; font-weight: 600; }
.scope {
  display: flex; align-items: center; gap: 0.75rem; min-height: 2.75rem; padding: 0.5rem 0.75rem;
  border: 1px solid var(--line); border-radius: 0.5rem; cursor: pointer; overflow-wrap: anywhere;
}
.scope + .scope { margin-top: 0.5rem; }
.scope input { flex: none; width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); }
code { font: 0.9375rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.arguments {
  margin: 0 0 1rem; padding: 0.75rem 1rem; max-height: 24rem; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: 0.5rem;
}
.account {
  padding: 0.875rem 1rem 0.125rem; margin: 0 0 1rem; border: 1px solid var(--line); border-radius: 0.5rem;
}
.account dl { margin-bottom: 0.75rem; }
.warning {
  padding: 0.75rem 1rem; margin: 0 0 1.25rem; border: 1px solid var(--warn-line); border-radius: 0.5rem;
  background: var(--warn-ground); color: var(--warn-text); font-size: 0.9375rem;
}
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button, .button {
  flex: 1 1 8rem; min-height: 2.75rem; padding: 0.5rem 1rem; border-radius: 0.5rem; font: inherit; font-weight: 600;
  border: 1px solid var(--line); background: transparent; color: var(--text); cursor: pointer; text-align: center;
  text-decoration: none;
}
button.primary, .button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:is(button, input, a):focus-visible, .scope:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
@media (max-width: 26rem) { main { padding: 1.25rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } }
`
