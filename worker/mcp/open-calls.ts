// Calls under way in this isolate. The platform ends a call together with its client (M7): from then on nothing of it
// runs, so a later call of the isolate writes its record (P5).

/** A call whose answer has not been begun. */
export interface OpenCall {
  /** When it must have ended or been answered, ms since 1970. */
  readonly overdueAt: number
  /** Records that its client went away, on behalf of a call that still runs. */
  endAbandoned(ctx: ExecutionContext): void
}

const SWEEP_MS = 1_000

export class OpenCalls {
  readonly #open = new Set<OpenCall>()
  #sweptAt = 0

  begin(call: OpenCall): void {
    this.#open.add(call)
  }

  end(call: OpenCall): void {
    this.#open.delete(call)
  }

  /** Records what is overdue; looks at most once a second. */
  sweep(ctx: ExecutionContext, now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return
    this.#sweptAt = now
    for (const call of this.#open) {
      if (call.overdueAt > now) continue
      this.#open.delete(call)
      call.endAbandoned(ctx)
    }
  }
}
