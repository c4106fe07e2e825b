#!/usr/bin/perl
# logged.pl FILE BYTES KEPT COMMAND...: becomes COMMAND, whose output goes to FILE, of at most BYTES; then that is FILE.1, FILE.1 is FILE.2, and so on up to FILE.KEPT. What an earlier
# start left is moved so at once. A child writes the files and ends when nobody has COMMAND's output open any more. It does not hold COMMAND up where the disk is full: what it cannot
# write it counts, and says when it can write again.
use strict;
use warnings;
use Fcntl;
use POSIX ();

my ($file, $most, $kept, @command) = @ARGV;
die "usage: logged.pl FILE BYTES KEPT COMMAND...\n" unless @command && $most =~ /^[1-9]\d*$/ && $kept =~ /^[1-9]\d*$/;

my ($log, $size, $lost);

sub shift_files {
  for (my $n = $kept; $n > 1; $n--) { rename "$file." . ($n - 1), "$file.$n" }
  rename $file, "$file.1";
}

sub open_file {
  $size = 0;
  my $opened;
  $log = sysopen($opened, $file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600) ? $opened : undef;
  return $log;
}

# Returns how much of it was written.
sub append {
  my ($text) = @_;
  my $done = 0;
  while ($log && $done < length $text) {
    my $n = syswrite $log, $text, length($text) - $done, $done;
    last unless defined $n;
    $done += $n;
  }
  $size += $done;
  return $done;
}

sub keep {
  my ($text) = @_;
  if ($size > 0 && $size + length $text > $most) {
    shift_files();
    open_file();
  }
  open_file() unless $log;
  if ($lost) {
    my $said = "[$lost bytes of this log could not be written]\n";
    $lost = 0 if append($said) == length $said;
  }
  $lost += length $text if $lost;
  $lost += length($text) - append($text) unless $lost;
}

# Whole lines as long as there are any, so that a line is in one file.
sub copy_all {
  my $held = '';
  my $piece = $most < 131072 ? int($most / 2) + 1 : 65536;
  while (1) {
    my $read = '';
    my $n = sysread STDIN, $read, $piece;
    next if !defined $n && $!{EINTR};
    last unless $n;
    $held .= $read;
    my $end = rindex($held, "\n") + 1;
    $end = length $held if length $held >= $piece && !$end;
    keep(substr $held, 0, $end, '') if $end;
  }
  keep($held) if length $held;
}

shift_files() if -e $file;
open_file() or die "logged.pl: $file: $!\n";
$lost = 0;
my ($from, $to);
pipe $from, $to or die "logged.pl: pipe: $!\n";
my $child = fork;
die "logged.pl: fork: $!\n" unless defined $child;
if (!$child) {
  POSIX::setsid();
  @SIG{qw(HUP INT TERM PIPE)} = ('IGNORE') x 4;
  close $to;
  open STDIN, '<&', $from or POSIX::_exit(1);
  open STDOUT, '>', '/dev/null';
  open STDERR, '>', '/dev/null';
  copy_all();
  POSIX::_exit(0);
}
close $log;
open STDOUT, '>&', $to or die "logged.pl: $!\n";
open STDERR, '>&', $to or die "logged.pl: $!\n";
close $to;
close $from;
exec { $command[0] } @command or POSIX::_exit(127);
