use plimsoll::{ErrorKind, Groups, Sample};

use super::common::children;
use super::common::descriptors::{close_all, open_numbers};
use super::common::isolation::isolated;
use super::{assert_right, options, present, read};

/// Allows this process so many descriptors more than it has.
fn allow(further: u64) {
    let limit = libc::rlimit { rlim_cur: open_numbers().len() as u64 + further, rlim_max: 4096 };
    // SAFETY: a valid limit.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) }, 0);
}

#[test]
fn a_build_without_descriptors_fails_or_says_what_is_missing() {
    isolated("shortage::a_build_without_descriptors_fails_or_says_what_is_missing", || {
        let all = present(&read(&mut options().build().unwrap()));
        let mut built = 0;
        for further in 0..60 {
            children::run(|| {
                allow(further);
                match options().build() {
                    Ok(mut sampler) => {
                        let mut sample = Sample::default();
                        sampler.read(&mut sample).unwrap();
                        let missing = all.difference(&present(&sample)).count();
                        assert!(missing == 0 || !sampler.problems().is_empty(), "{missing} values, no word");
                        let words = sampler.problems().len();
                        for _ in 0..5 {
                            sampler.read(&mut sample).unwrap();
                        }
                        assert_eq!(sampler.problems().len(), words, "each problem once");
                    }
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
                        assert_eq!(error.os_error(), Some(libc::EMFILE));
                        assert!(error.path().is_some());
                    }
                }
            });
            built += 1;
        }
        assert_eq!(built, 60);
    });
}

#[test]
fn a_child_without_descriptors_never_shows_its_parents_values() {
    isolated("shortage::a_child_without_descriptors_never_shows_its_parents_values", || {
        let mut sampler = options().groups(Groups::FULL).build().unwrap();
        let parents = read(&mut sampler);
        children::run(|| {
            let _occupied: Vec<u8> = (0..64_usize << 20).map(|byte| byte as u8).collect();
            // Not one can be opened, not even in place of one that is closed.
            let none = libc::rlimit { rlim_cur: 3, rlim_max: 4096 };
            // SAFETY: a valid limit.
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &none) }, 0);
            let mut sample = Sample::default();
            for _ in 0..2 {
                let error = sampler.read(&mut sample).expect_err("nothing can be opened");
                assert_eq!(error.os_error(), Some(libc::EMFILE), "{error}");
            }
            allow(1000);
            let childs = read(&mut sampler);
            assert_right(&childs, &parents, "once there are descriptors again");
            assert_ne!(childs.generation(), parents.generation());
            let more = childs.process_resident_bytes().unwrap() - parents.process_resident_bytes().unwrap();
            assert!(more > 32 << 20, "{more}");
        });
    });
}

#[test]
fn a_reopening_without_descriptors_heals_when_there_are_some_again() {
    isolated("shortage::a_reopening_without_descriptors_heals_when_there_are_some_again", || {
        let mut sampler = options().build().unwrap();
        let first = read(&mut sampler);
        close_all();
        let none = libc::rlimit { rlim_cur: 3, rlim_max: 4096 };
        // SAFETY: a valid limit.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &none) }, 0);
        assert!(sampler.read(&mut Sample::default()).is_err());
        assert!(sampler.reset().is_err());
        allow(1000);
        let next = read(&mut sampler);
        assert_eq!(present(&next), present(&first));
    });
}
