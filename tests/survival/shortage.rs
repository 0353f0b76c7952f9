use plimsoll::{ErrorKind, Groups, Limit, Sample};

use super::common::children;
use super::common::descriptors::{close_all, open_numbers};
use super::common::isolation::isolated;
use super::{assert_right, occupy, options, present, read};

/// Allows this process so many descriptors.
fn allow(number: u64) {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a valid place, and a valid limit.
    unsafe {
        assert_eq!(libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit), 0);
        limit.rlim_cur = number;
        assert_eq!(libc::setrlimit(libc::RLIMIT_NOFILE, &limit), 0);
    }
}

#[test]
fn a_build_without_descriptors_fails_or_says_what_is_missing() {
    isolated("shortage::a_build_without_descriptors_fails_or_says_what_is_missing", || {
        let all = present(&read(&mut options().build().unwrap()));
        let mut built = 0;
        for further in 0..60 {
            children::run(|| {
                allow(open_numbers().len() as u64 + further);
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
        let Some(Limit::Value(as_before)) = parents.process_descriptors_limit() else { return };
        children::run(|| {
            let _occupied = occupy(64 << 20);
            // Not one can be opened, not even in place of one that is closed.
            allow(3);
            let mut sample = Sample::default();
            for _ in 0..2 {
                let error = sampler.read(&mut sample).expect_err("nothing can be opened");
                assert_eq!(error.os_error(), Some(libc::EMFILE), "{error}");
            }
            allow(as_before);
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
        allow(3);
        assert!(sampler.read(&mut Sample::default()).is_err());
        assert!(sampler.reset().is_err());
        allow(4096);
        let next = read(&mut sampler);
        assert_eq!(present(&next), present(&first));
    });
}
