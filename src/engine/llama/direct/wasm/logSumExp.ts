// AssemblyScript. The logarithm of the sum of exponentials of a row of 32-bit floats, in 128-bit SIMD.
//
// exp(x) = 2^n * exp(r) with n = round(x * log2(e)) and |r| <= ln(2) / 2. Terms are summed as 2^(n - shift) * exp(r), where
// `shift` is a whole number: it only moves exponents, so nothing is rounded by the choice of it. It has to be within reach of
// the greatest n, and is raised when a block shows that it is not; so the row is read once and needs no maximum beforehand.

/** Host functions: V8's own logarithm and exponential give the same bits on every machine, and here they are rarely called. */
declare function log(x: f64): f64;
declare function exp(x: f64): f64;

/** Bytes of a block. Sums of a block are 32-bit, of 32 terms a lane; beyond it they are 64-bit, or long rows would lose digits. */
const block: usize = 1024;

/** Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits, where a shift makes an exponent of it. */
const rounding: f32 = 12582912;
const roundingBits: u32 = 0x4b400000;
/** From 2^24 on, bits are those of a number that is out of reach, an infinity, or a NaN of either sign. */
const unreachableBits: u32 = 0x4b800000;

/** Terms may exceed 2^shift by 2^60 and more, for 32-bit floats end at 2^127; those below 2^-120 of it count as 2^-120. */
const headroom: u32 = 60;
const lowestPower: i32 = -120;

/** Below every row that the fast way takes. */
const lowestShift: i32 = -(1 << 20);
/** Beyond it n times the first part of ln(2) is not exact any more. In nats this is 11356. */
const greatestShift: i32 = 1 << 14;

const ln2: f64 = 0.6931471805599453;

/**
 * exp(r) = leading * (r^5 + c4 * r^4 + ... + c0) to 1.6e-7, rounding included: a minimax polynomial of degree 5 for |r| <= 0.3475.
 * The leading coefficient is multiplied to the sum of a row; that the others are rounded is balanced in it.
 */
const leading: f64 = 0.008297464465264623;

/**
 * Exponents, and after them r, of a block wait here between its two halves: a processor has more vectors in flight if each goes
 * through a shorter chain of operations. After both comes the padded end of a row.
 */
let scratch: usize = 0;

/** Gives this instance 2080 bytes of its own to work in; must be called before anything else. */
export function useScratch(address: usize): void {
    scratch = address;
}

// Variables, though their values never change: V8 would build constant vectors anew in every turn of a loop.
let c0 = f32x4.splat(120.51875305175781);
let c1 = f32x4.splat(120.51870727539062);
let c2 = f32x4.splat(60.258026123046875);
let c3 = f32x4.splat(20.08756446838379);
let c4 = f32x4.splat(5.051748752593994);
let log2e = f32x4.splat(1.4426950408889634);
let ln2First = f32x4.splat(0.693359375); // 9 bits, so that its product with n is exact
let ln2Second = f32x4.splat(-2.12194440e-4);

/** Of the row so far: the sum, divided by 2^shift and `leading`. */
let total: f64 = 0;
let shift: i32 = 0;

/** The lowest value that counts as itself, and what rounds x * log2(e) to a whole number and takes `shift` off its low bits. */
let low = f32x4.splat(0), magic = f32x4.splat(0);

/**
 * The logarithm of the sum of exponentials of `size` floats from `row` on, within 1e-6. NaN if there is a NaN, a +Infinity, or
 * nothing but -Infinity.
 */
export function logSumExp(row: usize, size: usize): f64 {
    const end = row + size * 4, whole = row + (size * 4 & ~31);
    setShift(lowestShift);
    total = 0;
    for (let p = row; p < whole; p += block) {
        if (!add(p, min(p + block, whole)))
            return exactly(row, end);
    }
    if (whole < end && !addPadded(whole, end) || shift < -greatestShift)
        return exactly(row, end);
    return <f64>shift * ln2 + log(total * leading);
}

function setShift(n: i32): void {
    shift = n;
    low = f32x4.splat(<f32>(<f64>(n + lowestPower) * ln2));
    magic = f32x4.splat(rounding - <f32>n);
}

/** First half: leaves r and n - shift of all values in the scratch space, and returns the greatest n - shift, plus `roundingBits`. */
function reduce(from: usize, to: usize): u32 {
    const l = low, m = magic, e = log2e, l1 = ln2First, l2 = ln2Second; // or they are read again in every turn
    let top0 = i32x4.splat(0), top1 = top0;
    for (let q = scratch; from < to; from += 32, q += 32) {
        const x0 = f32x4.pmax(v128.load(from), l), x1 = f32x4.pmax(v128.load(from, 16), l); // this order of operands keeps a NaN
        const t0 = f32x4.add(f32x4.mul(x0, e), m), t1 = f32x4.add(f32x4.mul(x1, e), m);
        top0 = i32x4.max_u(top0, t0);
        top1 = i32x4.max_u(top1, t1);
        v128.store(q, i32x4.shl(t0, 23));
        v128.store(q, i32x4.shl(t1, 23), 16);
        const n0 = f32x4.sub(t0, m), n1 = f32x4.sub(t1, m);
        v128.store(q, f32x4.sub(f32x4.sub(x0, f32x4.mul(n0, l1)), f32x4.mul(n0, l2)), block);
        v128.store(q, f32x4.sub(f32x4.sub(x1, f32x4.mul(n1, l1)), f32x4.mul(n1, l2)), block + 16);
    }
    top0 = i32x4.max_u(top0, top1);
    return max(
        max(<u32>i32x4.extract_lane(top0, 0), <u32>i32x4.extract_lane(top0, 1)),
        max(<u32>i32x4.extract_lane(top0, 2), <u32>i32x4.extract_lane(top0, 3))
    );
}

/** One vector of the second half: 2^(n - shift) * exp(r) / leading. */
function term(q: usize): v128 {
    const r = v128.load(q, block), square = f32x4.mul(r, r);
    const upper = f32x4.add(f32x4.mul(square, f32x4.add(r, c4)), f32x4.add(f32x4.mul(r, c3), c2));
    return i32x4.add(f32x4.add(f32x4.mul(upper, square), f32x4.add(f32x4.mul(r, c1), c0)), v128.load(q));
}

/** Second half: the sum of a block of `size` bytes. */
function sum(size: usize): f64 {
    let s0 = f32x4.splat(0), s1 = s0;
    for (let q = scratch, end = scratch + size; q < end; q += 32) {
        s0 = f32x4.add(s0, term(q));
        s1 = f32x4.add(s1, term(q + 16));
    }
    s0 = f32x4.add(s0, s1);
    const pairs = f64x2.add(f64x2.promote_low_f32x4(s0), f64x2.promote_low_f32x4(v128.shuffle<u64>(s0, s0, 1, 1)));
    return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}

/** The plain way, for rows that the fast one does not take: any size of numbers; NaN if there is no finite greatest one. */
function exactly(row: usize, end: usize): f64 {
    let top = -f64.MAX_VALUE, sum: f64 = 0;
    for (let p = row; p < end; p += 4)
        top = max(top, <f64>load<f32>(p)); // this maximum is NaN if anything is
    for (let p = row; p < end; p += 4)
        sum += exp(<f64>load<f32>(p) - top);
    return sum == 0 ? NaN : top + log(sum);
}

/** 2^-n; 0 where that is no normal number. */
function negativePower(n: i32): f64 {
    return n > 1022 ? 0 : reinterpret<f64>(<u64>(1023 - n) << 52);
}

/** Adds the values between two addresses, a multiple of 32 bytes and at most a block, to `total`; false if they are out of reach. */
function add(from: usize, to: usize): bool {
    const top = reduce(from, to);
    if (top > roundingBits + headroom) {
        const raised = shift + <i32>(top - roundingBits);
        if (top >= unreachableBits || raised > greatestShift)
            return false;
        total *= negativePower(raised - shift);
        setShift(raised);
        reduce(from, to);
    }
    total += sum(to - from);
    return true;
}

/** Adds the last values of a row, fewer than 8. */
function addPadded(from: usize, to: usize): bool {
    const padded = scratch + 2 * block;
    v128.store(padded, f32x4.splat(-Infinity));
    v128.store(padded, f32x4.splat(-Infinity), 16);
    memory.copy(padded, from, to - from);
    return add(padded, padded + 32);
}
