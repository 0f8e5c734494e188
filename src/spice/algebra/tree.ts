// Expressions as trees: what the parser makes and the evaluator reads.

/** The tree of what is allowed: plain algebra with single-letter variables. */
export type Expression =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'negate'; readonly of: Expression }
  | {
      readonly kind: 'operate'
      readonly operator: '+' | '-' | '*' | '/' | '^'
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: Expression }

export const functionNames = [
  ...(['sqrt', 'abs', 'exp', 'ln', 'log', 'log10', 'factorial'] as const),
  ...(['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh'] as const),
] as const
export type FunctionName = (typeof functionNames)[number]
