import './app.css'
import { render } from 'solid-js/web'
import { App } from './app.tsx'
import { applyStoredScheme } from './shell/scheme.ts'

applyStoredScheme()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
render(() => <App />, root)
