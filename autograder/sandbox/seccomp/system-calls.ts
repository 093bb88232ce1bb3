// Numbers of the system calls that the filter looks at: [x86_64, aarch64], `undefined` where a machine lacks the call.

export type Numbers = readonly [x64: number | undefined, arm64: number | undefined];

/** Refused with EPERM: they reach into other processes, the kernel, devices, clocks or mounts; no lab needs one. */
export const forbidden: Readonly<Record<string, Numbers>> = {
  // other processes
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  // mounts and file handles
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  swapon: [167, 224],
  swapoff: [168, 225],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  fanotify_init: [300, 262],
  fanotify_mark: [301, 263],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  acct: [163, 89],
  mknod: [133, undefined],
  mknodat: [259, 33],
  // namespaces
  setns: [308, 268],
  unshare: [272, 97],
  // the kernel itself
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  syslog: [103, 116],
  personality: [135, 92],
  lookup_dcookie: [212, 18],
  iopl: [172, undefined],
  ioperm: [173, undefined],
  modify_ldt: [154, undefined],
  uselib: [134, undefined],
  // clocks and names
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  // memory that belongs to no process, which a watchdog over processes would not see
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
};

/** Refused with ENOSYS, so that callers take their older way: its flags stand in memory, or it goes round the filter. */
export const absent: Readonly<Record<string, Numbers>> = {
  clone3: [435, 435],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
};

/** Looked at by argument. */
export const inspected: Readonly<Record<"socket" | "clone" | "ioctl", Numbers>> = {
  socket: [41, 198],
  clone: [56, 220],
  ioctl: [16, 29],
};
