// Whatever text of a stranger a part of ui/ is given to show, nothing in it is invisible or turns the rest around; what
// is typed, chosen or copied stays as it is.
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { Badge } from './badge.tsx'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { Chip } from './chip.tsx'
import { ChoiceField } from './choice-field.tsx'
import { CodeBlock } from './code-block.tsx'
import { CopyField } from './copy-button.tsx'
import { DataTable } from './data-table.tsx'
import { ConfirmDialog, Dialog } from './dialog.tsx'
import { EmptyState } from './empty-state.tsx'
import { Facts } from './facts.tsx'
import { Checkbox, SelectField, TextArea, TextField } from './field.tsx'
import { FilterText } from './filter-text.tsx'
import { Fold } from './fold.tsx'
import { ListField } from './list-field.tsx'
import { Notice } from './notice.tsx'
import { PageHeader } from './page-header.tsx'
import { PageProblem } from './page-problem.tsx'
import { PickField } from './pick-field.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Switch } from './switch.tsx'
import { ToastItem } from './toast-item.tsx'

const BAD = 'Desk\u200B\u202E'
const SHOWN = 'Desk⟨U+200B⟩⟨U+202E⟩'
const OPTIONS = [{ value: BAD, label: BAD }]
const ignore = () => undefined

it.each([
  ['Badge', () => <Badge>{BAD}</Badge>],
  ['Button', () => <Button aria-label={BAD} />],
  ['Card', () => <Card title={BAD} description={BAD} />],
  ['Checkbox', () => <Checkbox label={BAD} hint={BAD} checked onChange={ignore} />],
  ['Chip', () => <Chip text={BAD} onRemove={ignore} />],
  [
    'ChoiceField',
    () => (
      <ChoiceField legend="One" value={BAD} choices={[{ ...OPTIONS[0]!, hint: BAD }]} onChange={ignore} />
    ),
  ],
  ['CodeBlock', () => <CodeBlock label={BAD} text={BAD} />],
  ['CopyField', () => <CopyField label="Id" value={BAD} />],
  [
    'DataTable',
    () => <DataTable label={BAD} rows={[BAD]} columns={[{ title: 'Name', cell: (row) => row }]} />,
  ],
  ['Dialog', () => <Dialog isOpen onClose={ignore} title={BAD} description={BAD} />],
  ['EmptyState', () => <EmptyState title={BAD}>{BAD}</EmptyState>],
  ['Facts', () => <Facts facts={[{ name: 'Name', value: BAD }]} />],
  [
    'FilterText',
    () => <FilterText label="Name" value="" suggestions={[{ value: '1', label: BAD }]} onChange={ignore} />,
  ],
  ['Fold', () => <Fold title={BAD} description={BAD} />],
  ['ListField', () => <ListField label="Names" values={[BAD]} offered={[`${BAD} 2`]} onChange={ignore} />],
  ['Notice', () => <Notice>{BAD}</Notice>],
  ['PageHeader', () => <PageHeader title={BAD} description={BAD} />],
  ['PageProblem', () => <PageProblem error={new Error(BAD)} />],
  ['PickField', () => <PickField label="Names" options={OPTIONS} values={[BAD]} onChange={ignore} />],
  ['ProgressBar', () => <ProgressBar label={BAD} value={1} max={2} />],
  ['SelectField', () => <SelectField label="One" value="" options={OPTIONS} onChange={ignore} />],
  ['Switch', () => <Switch label={BAD} isLabelHidden isOn onChange={ignore} />],
  ['TextField', () => <TextField label={BAD} hint={BAD} error={BAD} value="" onInput={ignore} />],
  ['ToastItem', () => <ToastItem toast={{ message: BAD }} onGone={ignore} />],
])('%s writes out what cannot be seen', async (_name, part) => {
  render(part)
  // Some stand in a portal, which comes a moment later.
  await waitFor(() => expect(readable()).toContain(SHOWN))
  expect(readable()).not.toMatch(/[\u200B\u202E]/)
})

it('what is typed or chosen stays as it is', () => {
  const onChange = vi.fn()
  render(() => (
    <>
      <TextField label="Name" value={BAD} onInput={ignore} />
      <TextArea label="Note" value={BAD} onInput={ignore} />
      <SelectField
        label="One"
        value=""
        options={[{ value: '', label: 'None' }, ...OPTIONS]}
        onChange={onChange}
      />
    </>
  ))
  expect(screen.getByLabelText('Name')).toHaveProperty('value', BAD)
  expect(screen.getByLabelText('Note')).toHaveProperty('value', BAD)
  fireEvent.change(screen.getByLabelText('One'), { target: { value: BAD } })
  expect(onChange).toHaveBeenCalledWith(BAD)
})

it.each([
  ['as it is', BAD],
  ['as it is shown', SHOWN],
])('a name that confirms is typed %s', async (_how, typed) => {
  render(() => (
    <ConfirmDialog
      isOpen
      onClose={ignore}
      title={`Delete ${BAD}?`}
      action="Delete"
      typed={BAD}
      onConfirm={ignore}
    />
  ))
  const action = await screen.findByRole<HTMLButtonElement>('button', { name: 'Delete' })
  const field = screen.getByLabelText(`Type “${SHOWN}” to confirm`)
  fireEvent.input(field, { target: { value: 'Desk' } })
  expect(action.disabled).toBe(true)
  fireEvent.input(field, { target: { value: typed } })
  expect(action.disabled).toBe(false)
})

/** All that is read of the page: its texts, and what stands in attributes that are read out or shown on hover. */
function readable(): string {
  const attributes = [...document.body.querySelectorAll('*')].flatMap((element) =>
    ['title', 'aria-label', 'label'].map((name) => element.getAttribute(name) ?? ''),
  )
  return [document.title, document.body.textContent, ...attributes].join('\n')
}
