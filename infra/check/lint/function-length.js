// ESLint's own `max-lines-per-function`, deaf to the callbacks of `describe`: those are lists of
// tests, not functions that somebody has to hold in the head.
import { builtinRules } from 'eslint/use-at-your-own-risk'

const original = builtinRules.get('max-lines-per-function')

function isDescribeCallback(node) {
  const call = node.parent
  if (call?.type !== 'CallExpression' || !call.arguments.includes(node)) return false
  let callee = call.callee
  while (callee.type === 'CallExpression' || callee.type === 'MemberExpression') {
    callee = callee.type === 'CallExpression' ? callee.callee : callee.object
  }
  return callee.type === 'Identifier' && callee.name === 'describe'
}

export const functionLength = {
  meta: original.meta,
  create(context) {
    const report = (problem) => {
      if (!isDescribeCallback(problem.node)) context.report(problem)
    }
    return original.create(Object.create(context, { report: { value: report } }))
  },
}
