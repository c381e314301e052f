import type { OwnAnswer } from '../gateway/own-sign-ins/contract.ts'
import { continueToSignInPage } from './pages/continue-page.ts'
import { askPage, donePage, reviewPage } from './pages/own-page.ts'
import { problemPage } from './pages/problem-page.ts'

/** The page for an answer of the object. Only a POST is ever answered with a way on to the sign-in. */
export async function respondOwn(answer: OwnAnswer, requestId: string): Promise<Response> {
  switch (answer.kind) {
    case 'ask':
      return askPage(answer)
    case 'downstream':
      return continueToSignInPage(answer.location, answer.cookies)
    case 'review':
      return reviewPage(answer.view, answer.cookies)
    case 'done':
      return donePage(answer)
    case 'problem':
      return problemPage(answer.problem, requestId, answer.detail)
  }
}
