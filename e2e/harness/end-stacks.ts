// After each test file, and after the file's own hooks: nothing that it started goes on. A hook that runs out of time leaves
// a half-started stack which no variable of the test holds.
import { afterAll } from 'vitest'
import { stopAllChildren } from '../../examples/demo/children.ts'

afterAll(stopAllChildren)
