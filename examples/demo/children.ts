// All child processes of one stack: found by name, ended together, and watched for an end that nobody asked for.
import { startChild, type Child, type ChildOptions } from './child.ts'

export type EndListener = (child: Child, how: string) => void

const open = new Set<Children>()

/** For whoever cannot know what came up: ends the children of every set that this process opened. */
export async function stopAllChildren(): Promise<void> {
  await Promise.all([...open].map((children) => children.stopAll()))
}

export class Children {
  readonly #running = new Map<string, Child>()
  readonly #expected = new WeakSet<Child>()
  readonly #listeners: EndListener[] = []
  #closed = false

  constructor() {
    open.add(this)
  }

  /** Fulfils when the child serves. */
  async start(options: ChildOptions): Promise<void> {
    if (this.#closed) throw new Error(`${options.name} is not started: everything is ending`)
    const child = startChild(options)
    this.#running.set(child.name, child)
    await child.ready
    void this.#watch(child)
  }

  named(name: string): Child {
    const child = this.#running.get(name)
    if (!child) throw new Error(`${name} is not running`)
    return child
  }

  async stop(name: string): Promise<void> {
    await this.#end(name, (child) => child.stop())
  }

  /** As a power cut would. */
  async kill(name: string): Promise<void> {
    await this.#end(name, (child) => child.kill())
  }

  /** Ends all for good: nothing can be started any more. */
  async stopAll(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#running.keys()].map((name) => this.stop(name)))
    open.delete(this)
  }

  onUnexpectedEnd(listener: EndListener): void {
    this.#listeners.push(listener)
  }

  async #end(name: string, how: (child: Child) => Promise<void>): Promise<void> {
    const child = this.#running.get(name)
    if (!child) return
    this.#expected.add(child)
    this.#running.delete(name)
    await how(child)
  }

  async #watch(child: Child): Promise<void> {
    const { code, signal } = await child.ended
    if (this.#expected.has(child)) return
    for (const listener of this.#listeners) listener(child, signal ?? `exit code ${code}`)
  }
}
