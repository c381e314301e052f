// The todos of each user. Every query names the owner: nobody reaches another person's rows.
import { DatabaseSync } from 'node:sqlite'

export interface Todo {
  id: number
  title: string
  done: boolean
}

export function openTodos(file: string) {
  const db = new DatabaseSync(file)
  db.exec(`CREATE TABLE IF NOT EXISTS todos
    (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)`)
  const list = db.prepare('SELECT id, title, done FROM todos WHERE owner = ? ORDER BY id')
  const add = db.prepare('INSERT INTO todos (owner, title) VALUES (?, ?) RETURNING id, title, done')
  const complete = db.prepare(
    'UPDATE todos SET done = 1 WHERE owner = ? AND id = ? RETURNING id, title, done',
  )
  return {
    list: (owner: string): Todo[] => list.all(owner).map(parseTodo),
    add: (owner: string, title: string): Todo => parseTodo(add.get(owner, title) ?? {}),
    complete(owner: string, id: number): Todo | undefined {
      const row = complete.get(owner, id)
      return row && parseTodo(row)
    },
    close: () => db.close(),
  }
}

const parseTodo = (row: Record<string, unknown>): Todo => ({
  id: Number(row.id),
  title: String(row.title),
  done: row.done === 1,
})
