// Texts that a test imports as they are.
declare module '*.md?raw' {
  const text: string
  export default text
}
