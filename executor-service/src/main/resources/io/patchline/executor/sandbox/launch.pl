# Launches a command. Either becomes bwrap, which confines it and ends what it leaves; or runs it and stays beside it as its supervisor: passes its output on, and when it has ended, ends everything
# that it started, and names it on its standard error, a name a line. Perl, because it can make system calls and is on every Debian (perl-base); see docs/decisions/0021-landlock-by-perl.md.
#
#   perl -w launch.pl OPTION... -- PROGRAM ARGUMENT...
#   perl -w launch.pl OPTION... fork-server
#
# In the second way it is started once and serves: for each message on its standard input, a socket, it forks a process that goes on with the options and the program of the message, as in the
# first way. Only that process ever launches a command. (docs/decisions/0175-a-fork-server-for-supervisors.md)
#
#   machine=NAME     x86_64 or aarch64: system calls have other numbers on each
#   parent=PID       the executor: with its death everything ends
#   user=UID:GID     whom the command runs as; whoever calls is root then
#   seccomp=FILE     the filter of system calls of the command
#   bwrap            the program is bwrap and takes this process's place. It finds the filter, which it applies itself, as descriptor 9, and our standard error as descriptor 8;
#                    its own standard error is its output
#
# Of a supervisor:
#
#   exited=FILE      made if the command exited with a code over 128 by itself, which looks like death by a signal from outside
#   landlock         confine the command to the paths of read= and write=, and its signals to itself
#   read=PATH        may be read and executed, with all below it
#   device=PATH      may be read and written
#   write=PATH       may be changed in every way, with all below it
#   tcp=off          with landlock: no TCP
#
# It loads nothing: where nobody serves, each command waits while this is compiled. With Config, constant, warnings and glob, which loads a module too, it took 7.5 ms
# of processor time from its start to its end around /bin/true, and 4.6 without.
use strict;

# linux/landlock.h, of version 6: all rights to files, and the scopes of abstract sockets and signals.
sub ALL_FILES() { 0xffff } sub READING() { 0x000d } sub FILE_ONLY() { 0xc007 } sub DEVICE() { 0xc006 } sub CHANGING() { 0xffff & ~0x0840 }
sub TCP() { 3 } sub SCOPES() { 3 } sub LANDLOCK_CREATE() { 444 } sub LANDLOCK_ADD() { 445 } sub LANDLOCK_RESTRICT() { 446 }
sub PDEATHSIG() { 1 } sub DUMPABLE() { 4 } sub SECCOMP() { 22 } sub SUBREAPER() { 36 } sub NO_NEW_PRIVS() { 38 } sub TERM() { 15 } sub KILL() { 9 } sub EINTR() { 4 }
sub CLONE_PARENT() { 0x8000 } sub SIGCHLD() { 17 } sub CLOSE_ON_EXEC() { 0x40000000 } sub CUT_SHORT() { 0x28 } sub LONGEST_MESSAGE() { 1 << 18 }
sub O_PATH_CLOEXEC() { 012000000 } sub O_WRONLY_CREAT_EXCL() { 0301 } sub PIDFD_OPEN() { 434 } sub WNOHANG() { 1 } sub CHUNK() { 65536 } sub SECONDS_TO_DRAIN() { 2 }
# Perl runs the handler of a signal that comes just before select only when that has returned. So the command's own end is heard by its pidfd; the ends of what it
# left, and a TERM, may be heard so much later. On a kernel without pidfds (before 5.3) so may be the command's.
sub SECONDS_TO_A_LATE_SIGNAL() { 0.1 }
# What is about to end by itself, as tee in a process substitution, is not named.
sub SECONDS_TO_LOOK_AGAIN() { 0.05 } sub LOOKS() { 6 }

my (%option, @rules);

sub takeOptions {
    while (defined(my $word = shift @ARGV)) {
        last if $word eq '--';
        my ($name, $value) = split /=/, $word, 2;
        if ($name =~ /^(read|device|write)$/) { push @rules, [$name, $value] }
        else { $option{$name} = $value // 1 }
    }
}

takeOptions();
my %numbers = (x86_64 => [157, 112, 56, 47, 292, 3], aarch64 => [167, 157, 220, 212, 24, 57]);
my $numbers = $numbers{ $option{machine} } or fail("not tried on $option{machine}");
my ($prctl, $setsid, $clone, $recvmsg, $dup3, $close) = @$numbers;

sub fail { syswrite STDERR, "launch: $_[0]\n"; exit 1 }
sub control { syscall($prctl, $_[0], $_[1], $_[2] // 0, 0, 0) == 0 or fail("prctl $_[0]: $!") }

# Made once, because the kernel clears each new page of it.
my $bytes = '';

# A message of the executor's and the three descriptors beside it: recvmsg(2), struct msghdr and cmsghdr, of 64 bits.
sub receive {
    vec(my $rights, 31, 8) = 0;
    my $vector = pack 'P Q', $bytes, LONGEST_MESSAGE;
    my $header = pack 'Q2 P Q P Q Q', 0, 0, $vector, 1, $rights, 32, 0;
    my $length;
    do { $length = syscall($recvmsg, 0, $header, CLOSE_ON_EXEC) } while ($length < 0 && $! == EINTR);
    exit 0 if $length == 0;
    $length > 0 or fail("recvmsg: $!");
    my ($size, $level, $type, @streams) = unpack 'Q l l l3', $rights;
    !(unpack('x48 l', $header) & CUT_SHORT) && $size == 28 && $level == 1 && $type == 1 or fail('not a message of the executor');
    return (substr($bytes, 0, $length), @streams);
}

# Returns in the forked process only, as if that had been started by the executor with these words and streams. It is the executor's child, not ours (CLONE_PARENT): the executor learns from the
# kernel how it ends, and is what it asks to be told the death of. fork does not offer that.
sub serve {
    control(DUMPABLE, 0);
    control(PDEATHSIG, KILL);
    getppid() == $option{parent} or fail('the executor is gone');
    vec($bytes, LONGEST_MESSAGE - 1, 8) = 0;
    while (1) {
        my ($message, @streams) = receive();
        my $forked = syscall($clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
        if ($forked == 0) {
            for (0 .. 2) { syscall($dup3, $streams[$_], $_, 0) == $_ or exit 1 }
            syscall($close, $_) for @streams;
            syswrite STDERR, "$$\n";
            (my $directory, @ARGV) = split /\0/, $message, -1;
            pop @ARGV;
            takeOptions();
            $0 = "supervise $option{exited}" if $option{exited};
            chdir $directory or fail("$directory: $!");
            return;
        }
        if ($forked < 0) {
            my $error = "launch: clone: $!\n";
            open my $said, '>&=', pop @streams or fail("$!");
            syswrite $said, $error;
        }
        syscall($close, $_) for @streams;
    }
}

sub restrict {
    my ($files, $network, @allowed) = @_;
    my $version = syscall(LANDLOCK_CREATE, 0, 0, 1);
    $version >= 6 or fail('Landlock of version ' . ($version < 0 ? "0 ($!)" : $version) . ', 6 is needed');
    my $attributes = pack 'QQQ', $files, $network, SCOPES;
    my $ruleset = syscall(LANDLOCK_CREATE, $attributes, length $attributes, 0);
    $ruleset >= 0 or fail("landlock_create_ruleset: $!");
    for (@allowed) {
        my ($kind, $path) = @$_;
        sysopen my $handle, $path, O_PATH_CLOEXEC or fail("$path: $!");
        my $rights = $kind eq 'write' ? CHANGING : $kind eq 'device' ? DEVICE : READING;
        my $rule = pack 'Ql', -d $handle ? $rights : $rights & FILE_ONLY, fileno $handle;
        syscall(LANDLOCK_ADD, $ruleset, 1, $rule, 0) == 0 or fail("landlock_add_rule $path: $!");
    }
    syscall(LANDLOCK_RESTRICT, $ruleset, 0) == 0 or fail("landlock_restrict_self: $!");
    open my $close, '<&=', $ruleset;
}

sub filterSystemCalls {
    my ($filter) = @_;
    my $program = pack 'S x![Q] P', length($filter) / 8, $filter;
    control(SECCOMP, 2, $program);
}

sub becomeUser {
    my ($uid, $gid) = split /:/, $option{user};
    $) = "$gid $gid";
    $( = $gid;
    ($<, $>) = ($uid, $uid);
    $< == $uid && $> == $uid && $) eq "$gid $gid" or fail("cannot become $uid:$gid: $!");
}

# While nothing of it can set that back: the kernel takes it first when memory is short. Its own /proc is only a dumpable process's to write.
sub goFirst {
    control(DUMPABLE, 1);
    if (open my $score, '>', '/proc/self/oom_score_adj') { syswrite $score, '500' }
}

sub becomeBwrap {
    open my $filter, '<', $option{seccomp} or fail("$option{seccomp}: $!");
    goFirst();
    if ($option{user}) {
        control(NO_NEW_PRIVS, 1);
        becomeUser();
    }
    getppid() == $option{parent} or fail('the executor is gone');
    for ([fileno $filter, 9], [2, 8], [1, 2]) { syscall($dup3, $$_[0], $$_[1], 0) == $$_[1] or fail("dup3: $!") }
    exec { $ARGV[0] } @ARGV or fail("$ARGV[0]: $!");
}

sub command {
    my ($supervisor, $filter) = @_;
    $SIG{$_} = 'DEFAULT' for qw(TERM CHLD PIPE);
    open STDERR, '>&', \*STDOUT;
    goFirst();
    becomeUser() if $option{user};
    syscall($setsid) >= 0 or fail("setsid: $!");
    control(PDEATHSIG, KILL);
    getppid() == $supervisor or exit 1;
    restrict(ALL_FILES, $option{tcp} ? TCP : 0, @rules) if $option{landlock};
    filterSystemCalls($filter) if $option{seccomp};
    exec { $ARGV[0] } @ARGV or fail("$ARGV[0]: $!");
}

# Whatever a process does to get away, it is ours again when the one that started it ends: we are its reaper.
sub descendants {
    my (%children, %name);
    opendir my $all, '/proc' or fail("/proc: $!");
    for my $pid (grep { /^[0-9]+$/ } readdir $all) {
        open my $file, '<', "/proc/$pid/stat" or next;
        (<$file> // '') =~ /^([0-9]+) \((.*)\) (.) ([0-9]+) /s or next;
        push @{ $children{$4} }, $1;
        $name{$1} = $2 if $3 !~ /[ZX]/;
    }
    my @found = @{ $children{$$} // [] };
    for (my $i = 0; $i < @found; $i++) { push @found, @{ $children{ $found[$i] } // [] } }
    return wantarray ? @found : join '', map { defined $name{$_} ? "$name{$_}\n" : () } @found;
}

sub nameWhatRuns {
    for (my $look = 1; ; $look++) {
        return if reaped() < 0;
        last if $look == LOOKS;
        select undef, undef, undef, SECONDS_TO_LOOK_AGAIN;
    }
    my $names = descendants();
    syswrite STDERR, substr $names, 0, 4096;
}

sub reaped {
    my $gone = 0;
    while (($gone = waitpid -1, WNOHANG) > 0) { }
    return $gone;
}

# The scope of signals lets -1 mean: all that the command started, at once, so that nobody can outrun it.
sub endAll {
    for (my $tries = 0; $tries < 2000; $tries++) {
        return if reaped() < 0;
        $option{landlock} ? kill(KILL, -1) : kill(KILL, descendants());
        select undef, undef, undef, 0.001;
    }
}

sub give {
    my ($bytes) = @_;
    while (length $bytes) {
        my $written = syswrite STDOUT, $bytes;
        if (defined $written) { substr $bytes, 0, $written, '' }
        elsif ($! != EINTR) { endAll(); exit 1 }
    }
}

serve() if $option{'fork-server'};
becomeBwrap() if $option{bwrap};
my $filter = '';
if ($option{seccomp}) {
    open my $file, '<', $option{seccomp} or fail("$option{seccomp}: $!");
    sysread $file, $filter, CHUNK or fail("$option{seccomp}: $!");
}
control(NO_NEW_PRIVS, 1);
control(SUBREAPER, 1);
control(DUMPABLE, 0);
$SIG{TERM} = sub { endAll(); exit 143 };
$SIG{PIPE} = 'IGNORE';
control(PDEATHSIG, TERM);
getppid() == $option{parent} or fail('the executor is gone');
if ($option{landlock}) {
    restrict(0, 0);
    kill(0, $option{parent}) == 0 or fail('signals are not scoped');
}
pipe my $wake, my $waker or fail("pipe: $!");
pipe my $output, my $input or fail("pipe: $!");
# A command of another user writes to what it has got, but could not open /dev/stdout, which is the same pipe once more.
chmod 0666, $input or fail("chmod of the output: $!");
$SIG{CHLD} = sub { syswrite $waker, 'x' };
my $supervisor = $$;
my $command = fork // fail("fork: $!");
if (!$command) {
    open STDOUT, '>&', $input;
    command($supervisor, $filter);
}
close $input;
open STDIN, '<', '/dev/null';
my $ended = syscall(PIDFD_OPEN, $command, 0);

my ($status, $until, $closed);
until (defined $status && $closed) {
    my $ready = '';
    vec($ready, $_, 1) = 1 for fileno $wake, $closed ? () : fileno $output, defined $status || $ended < 0 ? () : $ended;
    last if defined $until && $until <= time;
    next if select($ready, undef, undef, SECONDS_TO_A_LATE_SIGNAL) < 0;
    if (vec($ready, fileno $wake, 1)) { sysread $wake, my $bytes, CHUNK }
    while (!defined $status && (my $pid = waitpid -1, WNOHANG) > 0) {
        $status = $? if $pid == $command;
    }
    if (defined $status && !defined $until) { nameWhatRuns(); endAll(); $until = time + SECONDS_TO_DRAIN + 1 }
    if (!$closed && vec($ready, fileno $output, 1)) {
        my $read = sysread $output, my $bytes, CHUNK;
        if ($read) { give($bytes) } elsif (defined $read) { $closed = 1 }
    }
}
if (($status & 127) == 0 && $status >> 8 > 128) { sysopen my $mark, $option{exited}, O_WRONLY_CREAT_EXCL, 0600 or syswrite STDERR, "launch: $option{exited}: $!\n" }
exit($status & 127 ? 128 + ($status & 127) : $status >> 8);
