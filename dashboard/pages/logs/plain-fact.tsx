import type { LogFilter } from '../../data/logs.ts'
import { visibleText } from '../../format/visible-text.ts'
import type { EventFactsProps } from './event-facts.tsx'
import { FactValue, OnlyThese } from './fact-value.tsx'

/** A value that needs no words of its own; null where there is none. */
export function plainFact(props: EventFactsProps, value: string | number | null, filter?: LogFilter) {
  if (value === null) return null
  const text = String(value)
  return (
    <FactValue text={visibleText(text)} action={filter && <OnlyThese href={props.hrefOf(filter, text)} />} />
  )
}
