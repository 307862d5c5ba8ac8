import { pretend } from './process.ts'

pretend('recorder')
