// A WGSL file imported with `?static` is its text with every `import` resolved at build time
// (vite.config.ts).
declare module '*.wgsl?static' {
  const source: string
  export default source
}
