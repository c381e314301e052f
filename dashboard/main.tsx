import './app.css'
import { render } from 'solid-js/web'
import { App } from './app.tsx'
import { applyScheme } from './shell/scheme.ts'

applyScheme()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
render(() => <App />, root)
