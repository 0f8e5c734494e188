// span - which rows a row sees, and which rows see it, in a batch whose sequences may share a prefix:
// (prefix, prefixEnd, start, reach) means that row r sees prefix .. prefixEnd-1 and then start .. r, and that
// no row from reach on sees r. A row without a shared prefix has prefix = prefixEnd = start. Rows of a batch
// lie in the order prefix, its continuations, next prefix.

/**
 * The next of the rows that a row sees, and that rows behind it in the batch may see: from the prefix's end
 * it goes on at start.
 */
fn following(t: u32, span: vec4u) -> u32 {
  return select(t + 1u, span.z, t + 1u == span.y);
}
