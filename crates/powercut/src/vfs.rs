//! The shim between SQLite and the platform's VFS: each function asks the platter, and hands the call on.
//!
//! A file of ours is a [`Shim`] with the platform's own file right behind it, in the memory that SQLite gives for both.

use crate::{
    Act, Verdict, Watched, held,
    platter::{Change, Platter},
    watched,
};
use rusqlite::ffi::*;
use std::{
    cell::Cell,
    ffi::{CStr, c_char, c_int, c_void},
    fs,
    path::{Path, PathBuf},
    ptr,
    sync::{MutexGuard, OnceLock},
};

/// The platform's VFS. It lives as long as the process and is never changed.
struct Platform(*mut sqlite3_vfs);

// SAFETY: the pointer is only read from, and SQLite itself uses what it points to from all threads.
unsafe impl Send for Platform {}
// SAFETY: as above.
unsafe impl Sync for Platform {}

static PLATFORM: OnceLock<Platform> = OnceLock::new();

#[repr(C)]
struct Shim {
    base: sqlite3_file,
    /// Made by `Box::into_raw` in [`open`], given back in [`close`].
    watch: *mut Watch,
}

struct Watch {
    platter: Watched,
    path: PathBuf,
    /// The first sync of a log or journal makes its name safe too, and with it all names of the folder.
    syncs_folder: Cell<bool>,
}

/// Version 2: without the memory-mapped reads of version 3, which Kontor does not use.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Puts the shim before the platform's VFS, once in a process.
pub(crate) fn install() {
    PLATFORM.get_or_init(|| {
        // SAFETY: a null name asks for the default VFS, which every build for a desktop has. The copy gets its own name and
        // functions; those that stay are the platform's, which take nothing from the pointer but fields that were
        // copied. It is leaked, as a registered VFS must live on.
        unsafe {
            let platform = sqlite3_vfs_find(ptr::null());
            assert!(!platform.is_null(), "SQLite has no VFS");
            let shim = Box::leak(Box::new(*platform));
            shim.szOsFile += size_of::<Shim>() as c_int;
            shim.pNext = ptr::null_mut();
            shim.zName = c"kontor-powercut".as_ptr();
            shim.xOpen = Some(open);
            shim.xDelete = Some(delete);
            shim.xAccess = Some(access);
            assert_eq!(sqlite3_vfs_register(shim, 1), SQLITE_OK);
            Platform(platform)
        }
    });
}

/// Calls a function of the platform's VFS.
macro_rules! platform {
    ($function:ident $(, $argument:expr)*) => {{
        let platform = PLATFORM.get().map_or(ptr::null_mut(), |platform| platform.0);
        // SAFETY: our functions are registered by `install` only, after which the pointer is set for good. The
        // arguments are SQLite's own, handed on.
        unsafe { (*platform).$function.map_or(SQLITE_IOERR, |call| call(platform $(, $argument)*)) }
    }};
}

/// Calls a method of the platform's file behind ours.
macro_rules! behind {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        let real = real($file);
        // SAFETY: SQLite calls methods only of files that `open` has opened, and `open` does so only with the platform's
        // file open behind it. The arguments are SQLite's own, handed on.
        unsafe { (*(*real).pMethods).$method.map(|call| call(real $(, $argument)*)) }
    }};
}

/// As above, for methods that give a result code.
macro_rules! code {
    ($($call:tt)*) => { behind!($($call)*).unwrap_or(SQLITE_IOERR) };
}

/// A method that only hands on, and what it says without power.
macro_rules! hand_on {
    ($name:ident, $method:ident, $error:expr $(, $argument:ident: $type:ty)*) => {
        unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $type)*) -> c_int {
            if $error != SQLITE_OK && is_dead(file) {
                return $error;
            }
            code!(file, $method $(, $argument)*)
        }
    };
}

hand_on!(read, xRead, SQLITE_IOERR_READ, to: *mut c_void, length: c_int, at: sqlite3_int64);
hand_on!(file_size, xFileSize, SQLITE_IOERR_FSTAT, size: *mut sqlite3_int64);
hand_on!(lock, xLock, SQLITE_IOERR_LOCK, level: c_int);
hand_on!(check_reserved_lock, xCheckReservedLock, SQLITE_IOERR_CHECKRESERVEDLOCK, out: *mut c_int);
hand_on!(shm_map, xShmMap, SQLITE_IOERR_SHMMAP, region: c_int, size: c_int, extend: c_int, out: *mut *mut c_void);
// Also for the dead: what a program holds goes with it, and these touch no disk.
hand_on!(unlock, xUnlock, SQLITE_OK, level: c_int);
hand_on!(file_control, xFileControl, SQLITE_OK, operation: c_int, argument: *mut c_void);

fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    file.cast::<Shim>().wrapping_add(1).cast()
}

fn watch<'a>(file: *mut sqlite3_file) -> &'a Watch {
    // SAFETY: `open` has put a live box here before SQLite could call any method, `close` is the last call, and SQLite
    // uses a file from one thread at a time.
    unsafe { &*(*file.cast::<Shim>()).watch }
}

fn platter<'a>(file: *mut sqlite3_file) -> MutexGuard<'a, Platter> {
    held(&watch(file).platter)
}

fn is_dead(file: *mut sqlite3_file) -> bool {
    platter(file).dead
}

/// A file in a folder that is watched.
fn ours(name: *const c_char) -> Option<(PathBuf, Watched)> {
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite's file names end with a zero byte and live through the call.
    let path = PathBuf::from(unsafe { CStr::from_ptr(name) }.to_str().ok()?);
    let watched = watched(&path)?;
    Some((path, watched))
}

/// What SQLite is told of an act that may not go on.
fn refusal(verdict: Verdict, error: c_int) -> c_int {
    if verdict == Verdict::Full { SQLITE_FULL } else { error }
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let Some((path, watched)) = ours(name) else {
        // Nobody's file: the platform's own takes the place of ours.
        return platform!(xOpen, name, file, flags, out_flags);
    };
    // SAFETY: SQLite gives `szOsFile` bytes, which `install` made room for both in.
    unsafe {
        (*file).pMethods = ptr::null();
        (*real(file)).pMethods = ptr::null();
    }
    let mut platter = held(&watched);
    if platter.dead {
        return SQLITE_CANTOPEN;
    }
    // What is known already is not read: closing it would give up the locks that this process holds on it.
    let existed = match path.exists() {
        true if platter.is_news(&path) => fs::read(&path).ok(),
        true => Some(Vec::new()),
        false => None,
    };
    let result = platform!(xOpen, name, real(file), flags, out_flags);
    if result != SQLITE_OK {
        // SAFETY: the platform has set it, or it is null as set above.
        if unsafe { !(*real(file)).pMethods.is_null() } {
            code!(file, xClose);
        }
        return result;
    }
    platter.opened(&path, existed);
    drop(platter);
    const NAMED: c_int = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    let watch = Watch {
        platter: watched,
        path,
        syncs_folder: Cell::new(flags & SQLITE_OPEN_CREATE != 0 && flags & NAMED != 0),
    };
    // SAFETY: the memory is ours, see above.
    unsafe {
        (*file.cast::<Shim>()).watch = Box::into_raw(Box::new(watch));
        (*file).pMethods = &METHODS;
    }
    SQLITE_OK
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let result = code!(file, xClose);
    // SAFETY: the box was made by `open`, and this is the last call for this file.
    let watch = unsafe { Box::from_raw((*file.cast::<Shim>()).watch) };
    held(&watch.platter).open -= 1;
    result
}

/// Notes a change and hands it on; when the power goes it is noted only, as one that was under way.
fn change(file: *mut sqlite3_file, act: Act, change: Change, error: c_int, go: impl FnOnce() -> c_int) -> c_int {
    let path: &Path = &watch(file).path;
    let mut platter = platter(file);
    let verdict = platter.may(act, path);
    if matches!(verdict, Verdict::Go | Verdict::PowerCut) {
        platter.note(path, change);
    }
    drop(platter);
    match verdict {
        Verdict::Go => go(),
        refused => refusal(refused, error),
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, length: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives so many bytes to write.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), length as usize) };
    let noted = Change::Write(at as u64, bytes.to_vec());
    change(file, Act::Write, noted, SQLITE_IOERR_WRITE, || {
        code!(file, xWrite, from, length, at)
    })
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    let noted = Change::Truncate(size as u64);
    change(file, Act::Truncate, noted, SQLITE_IOERR_TRUNCATE, || {
        code!(file, xTruncate, size)
    })
}

/// Only noted: what is safe is decided here, and waiting for the real disk would cost time for nothing.
unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    let watch = watch(file);
    let mut platter = platter(file);
    match platter.may(Act::Sync, &watch.path) {
        Verdict::Go => {
            platter.sync(&watch.path);
            if watch.syncs_folder.take() {
                platter.sync_folder(&watch.path);
            }
            SQLITE_OK
        }
        // The platform's own VFS says the same of whatever hinders a sync.
        _ => SQLITE_IOERR_FSYNC,
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let Some((path, watched)) = ours(name) else {
        return platform!(xDelete, name, sync_folder);
    };
    let mut platter = held(&watched);
    let verdict = platter.may(Act::Delete, &path);
    if matches!(verdict, Verdict::Go | Verdict::PowerCut) {
        platter.note(&path, Change::Delete);
    }
    if verdict != Verdict::Go {
        return refusal(verdict, SQLITE_IOERR_DELETE);
    }
    if sync_folder != 0 {
        platter.sync_folder(&path);
    }
    platform!(xDelete, name, 0)
}

unsafe extern "C" fn access(_: *mut sqlite3_vfs, name: *const c_char, flags: c_int, out: *mut c_int) -> c_int {
    if ours(name).is_some_and(|(_, watched)| held(&watched).dead) {
        return SQLITE_IOERR_ACCESS;
    }
    platform!(xAccess, name, flags, out)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    behind!(file, xSectorSize).unwrap_or_default()
}

/// Without writes of many pages at once, which would pass by unnoticed.
unsafe extern "C" fn characteristics(file: *mut sqlite3_file) -> c_int {
    behind!(file, xDeviceCharacteristics).unwrap_or_default() & !SQLITE_IOCAP_BATCH_ATOMIC
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    if is_dead(file) && flags & SQLITE_SHM_LOCK != 0 {
        return SQLITE_IOERR_SHMLOCK;
    }
    code!(file, xShmLock, offset, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    behind!(file, xShmBarrier);
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, and_delete: c_int) -> c_int {
    let and_delete = if is_dead(file) { 0 } else { and_delete };
    code!(file, xShmUnmap, and_delete)
}
