// Waits for something that happens outside, looking every 100 ms. Throws with its name when it never does.

export async function until(what: string, isThere: () => boolean | Promise<boolean>, timeoutMs = 30_000) {
  const deadline = Date.now() + timeoutMs
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
