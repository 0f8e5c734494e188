// quantised/weights - four neighbouring numbers of one row of a matrix that is kept in f16, 8 or 4 bits and
// is only ever read.
// A row of K numbers is blocks of 32, the last one padded. All rows' numbers come first, then (from SCALES)
// all rows' scales:
//   f16  16 words a block, two halves a word;                       no scales
//   q8    8 words a block, four signed bytes a word;                value = d q,     d as half, two blocks a
//   word
//   q4    4 words a block, eight nibbles a word, the lowest first;  value = d q + m, d and m as halves in one
//   word
// Halves are read with unpack2x16float, which every device has: the feature shader-f16 is not needed.

// 1 f16, 2 q8, 3 q4
override FORMAT: u32;

@group(0) @binding(0) var<storage, read> words: array<u32>;

// Columns 4 group .. 4 group + 3; `blocks` a row.
fn weights4(row: u32, group: u32, blocks: u32, scales: u32) -> vec4f {
  let inBlock = group % 8;
  let block = row * blocks + group / 8;
  if (FORMAT == 1) {
    let at = 16 * block + 2 * inBlock;
    return vec4f(unpack2x16float(words[at]), unpack2x16float(words[at + 1]));
  }
  if (FORMAT == 2) {
    let bytes = vec4u(words[8 * block + inBlock]);
    let pair = unpack2x16float(words[scales + row * ((blocks + 1) / 2) + group / 16]);
    let d = select(pair.x, pair.y, (group / 8) % 2 == 1);
    return d * vec4f(bitcast<vec4i>(bytes << vec4u(24, 16, 8, 0)) >> vec4u(24));
  }
  return fourNibbles(words[4 * block + inBlock / 2], inBlock, unpack2x16float(words[scales + block]));
}

/** Columns 4 group .. 4 group + 3 from their word of 4 bits. */
fn fourNibbles(word: u32, group: u32, scale: vec2f) -> vec4f {
  let nibbles = vec4u(word) >> (vec4u(0, 4, 8, 12) + 16 * (group % 2));
  return scale.x * vec4f(nibbles & vec4u(15)) + scale.y;
}
