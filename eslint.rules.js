// Lint rules of this project's own. They read types, so that a list is told from a table with string keys.
import ts from 'typescript'

const isNumeric = (type) =>
  type.isUnion() ? type.types.every(isNumeric) : (type.flags & ts.TypeFlags.NumberLike) !== 0

/** A value that says nothing of where it comes from: 0, '', NaN, [], {}, new Float32Array(). */
function isInvented(node) {
  switch (node.type) {
    case 'Literal':
      return node.value !== null
    case 'TemplateLiteral':
      return node.expressions.length === 0
    case 'Identifier':
      return node.name === 'NaN' || node.name === 'Infinity'
    case 'UnaryExpression':
      return isInvented(node.argument)
    case 'ArrayExpression':
      return node.elements.length === 0
    case 'ObjectExpression':
    case 'NewExpression':
      return true
    default:
      return false
  }
}

/**
 * `list[i] ?? 0`, `list[i]?.name ?? ''`, `list.at(-1) ?? []`: an element that is missing goes on as a value that
 * nobody computed. With `all`, a fallback of any kind right after the index is refused.
 */
export const noInventedElement = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { all: { type: 'boolean' } }, additionalProperties: false }],
    messages: {
      invented:
        'A missing element must not become an invented value: use at() or last() of src/base/at, or ask first whether it is there.',
    },
  },
  create(context) {
    const { all = false } = context.options[0] ?? {}
    const typeOf = (node) => context.sourceCode.parserServices.getTypeAtLocation(node)
    const isElement = (node) =>
      (node.type === 'MemberExpression' && node.computed && isNumeric(typeOf(node.property))) ||
      (node.type === 'CallExpression' &&
        node.callee.type === 'MemberExpression' &&
        !node.callee.computed &&
        node.callee.property.name === 'at')
    const comesFromElement = (node) => {
      if (isElement(node)) return true
      if (node.type === 'MemberExpression') return comesFromElement(node.object)
      if (node.type === 'CallExpression') return comesFromElement(node.callee)
      if (node.type === 'ChainExpression' || node.type === 'TSNonNullExpression')
        return comesFromElement(node.expression)
      return false
    }
    const bare = (node) => (node.type === 'ChainExpression' ? node.expression : node)
    return {
      'LogicalExpression[operator="??"]'(node) {
        if (isInvented(node.right) ? comesFromElement(node.left) : all && isElement(bare(node.left)))
          context.report({ node, messageId: 'invented' })
      },
      'ArrayPattern > AssignmentPattern'(node) {
        if (all && isInvented(node.right)) context.report({ node, messageId: 'invented' })
      },
    }
  },
}
