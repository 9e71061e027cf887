/* The hand-over (design 4.3 and 4.4) as a model that Spin checks exhaustively.
 *
 * Each AWS call is one indivisible step; between any two of them every other function may run. Before each of them the
 * function may crash. Kiosks are not modelled as programs: any request may come at any time, or never, which is more
 * than an honest kiosk does. A lost reply is a step that took effect and is taken for one that did not.
 *
 * One of these says who takes part:
 *   RETRIEVALS    one session: render, two retrievals of one image at once, session end, sweep
 *   REPLACEMENT   one session with a sealed image: retrieval, outcome, replacement, its retrieval, session end
 *   REPLACEMENTS  one session with a sealed image: retrieval, outcome, two replacements of it at once
 *   LEFT_BEHIND   one session with a sealed image: retrieval, replacement, session end, sweep
 *   NEIGHBOURS    two sessions with a sealed image each: one image is retrieved, also past the gate by the other
 *                 session, both sessions end, sweep
 *   RESIDENTS     two sessions of two residents: both render and retrieve, one also past the gate for the other's
 *                 image, session end
 *   BOOKS         one session: render, two retrievals of one image, session end, while the office enters something twice
 *
 * A seeded mistake is switched on by its name, and must be found:
 *   READ_THEN_DELETE, SDK_REPEATS, LATE_RESULT, LOCK_ONLY, TIME_NAME, REPLACE_KEEPS_OLD, SWEEP_RACES,
 *   UNBOUND_ENVELOPE, STALE_FEE, TWO_RIGHTS, REFUSAL_BELIEVED, NO_SWEEP, OLD_BOOKS, BOOKS_AS_SEALED
 */

#define FIRST(s) (2 * (s))      /* the first issuance of a session */
#define SECOND(s) (2 * (s) + 1) /* its replacement */
#ifdef REPLACEMENTS
#define THIRD 2                 /* another one */
#define SESSION_OF(i) 0
#else
#define SESSION_OF(i) ((i) / 2)
#endif
#define ISSUANCES 4

#ifdef TIME_NAME
#define NAME(i) ((i) % 2) /* asked for in the same second: the same name */
#else
#define NAME(i) (i)
#endif

#ifdef RETRIEVALS
#define FUNCTIONS 6
#endif
#ifdef REPLACEMENT
#define FUNCTIONS 5
#endif
#ifdef REPLACEMENTS
#define FUNCTIONS 4
#endif
#ifdef RESIDENTS
#define FUNCTIONS 6
#endif
#ifdef LEFT_BEHIND
#define FUNCTIONS 5
#endif
#ifdef NEIGHBOURS
#define FUNCTIONS 6
#endif
#ifdef BOOKS
#define FUNCTIONS 6
#endif

mtype = {requested, sealed, handed_over, printed, misprinted, unconfirmed, cancelled, expired};

/* What is stored. `envelope` and `object` hold the number of the issuance whose half they are, plus one. */
mtype ledger[ISSUANCES];
byte envelope[ISSUANCES];
byte object[ISSUANCES];
bool listed[ISSUANCES]; /* in the session's row */
byte replaced_by;       /* of the first issuance: the number of its replacement, plus one */
bool live[2];           /* the session's row */

/* The world. */
bool late;          /* past every session's expiry */
byte writing;       /* renderers between the object and the envelope: an object that young is no orphan */
byte done;

#ifdef BOOKS
byte entered;                   /* what the office has entered, counted in the municipality's row */
byte rows;                      /* as much of it as changed a row that pages are made from */
byte of_envelope[ISSUANCES];    /* `entered`, as the envelope has it */
byte of_page[ISSUANCES];        /* `entered`, when what is on the page was read; no function knows it */
#endif

/* What must hold is said about these; no function reads them. */
bool taken[ISSUANCES];
bool came_out[ISSUANCES];
bool closed[ISSUANCES]; /* ended in favour of its replacement */

#define OPEN(state) (state == requested || state == sealed || state == handed_over)
#define OR_CRASH :: goto out

#define GOOD(state) (state == sealed || state == handed_over || state == printed)
#define ENDED(state) (state == misprinted || state == unconfirmed || state == cancelled || state == expired)

/* IssuanceEnder.end. `seen` is what was read before, and becomes what it ended in, or stays when somebody moved it. */
inline end_issuance(i, seen, unread) {
    if
    :: seen == sealed ->
        /* Envelope and ledger in one transaction; without an envelope it was taken. */
        if
        :: d_step {
            envelope[NAME(i)] != 0 ->
            if :: ledger[i] == sealed -> envelope[NAME(i)] = 0; ledger[i] = unread; seen = unread :: else -> skip fi
        }
        :: envelope[NAME(i)] == 0 ->
            if
            :: d_step { if :: ledger[i] == sealed -> ledger[i] = unconfirmed; seen = unconfirmed :: else -> skip fi }
            OR_CRASH
            fi
        OR_CRASH
        fi
    :: seen == requested || seen == handed_over ->
        if
        :: envelope[NAME(i)] = 0
        OR_CRASH
        fi;
        if
        :: d_step {
            if
            :: ledger[i] == seen && seen == requested -> ledger[i] = unread; seen = unread
            :: ledger[i] == seen && seen == handed_over -> ledger[i] = unconfirmed; seen = unconfirmed
            :: else -> skip
            fi
        }
        OR_CRASH
        fi
    :: else -> skip
    fi;
    if
    :: object[NAME(i)] = 0
    OR_CRASH
    fi
}

#ifdef BOOKS
#define UNCHANGED (rows == held)
#else
#define UNCHANGED true
#endif

/* Issuing, with Replacement in it when `i` replaces another issuance of the session. */
proctype render(byte s; byte i) {
    mtype seen = 0;
    mtype before = 0;
    byte earlier = 0;
    bool unknown = false; /* whether it may be sealed although we were not told so */
#ifdef BOOKS
    byte gate = 0;
    byte held = 0;
    if
    :: atomic { live[s] && !late && ledger[i] == 0 -> gate = entered }
    OR_CRASH
    fi;
    if
    :: d_step { of_page[i] = entered; held = rows }
    OR_CRASH
    fi;
#else
    if
    :: atomic { live[s] && !late && ledger[i] == 0 -> skip }
    OR_CRASH
    fi;
#endif
    if
    :: d_step { ledger[i] == 0 -> ledger[i] = requested }
    OR_CRASH
    fi;
    if
    :: i != FIRST(s) ->
        if
        :: d_step {
            ledger[FIRST(s)] == sealed || ledger[FIRST(s)] == cancelled || ledger[FIRST(s)] == handed_over ||
            ledger[FIRST(s)] == misprinted || ledger[FIRST(s)] == unconfirmed ->
            seen = ledger[FIRST(s)];
            earlier = replaced_by
        }
        :: goto abandon /* not in such a state, or not answered */
        OR_CRASH
        fi;
#ifndef TWO_RIGHTS
        if
        :: earlier != 0 && earlier != i + 1 ->
            /* Another replacement is named: it was never sealed, and from here on it cannot be any more. */
            if
            :: d_step { ledger[earlier - 1] == requested -> ledger[earlier - 1] = cancelled }
            :: ledger[earlier - 1] == cancelled && !listed[earlier - 1]
            :: goto abandon
            OR_CRASH
            fi
        :: else -> skip
        fi;
#endif
        if
        :: d_step { replaced_by == 0 || replaced_by == i + 1 || replaced_by == earlier -> replaced_by = i + 1 }
        :: goto abandon
        OR_CRASH
        fi;
#ifndef REPLACE_KEEPS_OLD
        before = seen;
        end_issuance(FIRST(s), seen, cancelled);
#ifndef STALE_FEE
        if
        :: d_step { seen == before -> seen = ledger[FIRST(s)] } /* it was final, or somebody moved it meanwhile */
        :: seen != before
        OR_CRASH
        fi;
        if
        :: ENDED(seen)
        :: else -> goto abandon
        fi;
#endif
#endif
        d_step {
            closed[FIRST(s)] = true;
            /* A second fee is asked for only when the first page was never taken, or is on paper. */
            assert(seen == unconfirmed || seen == misprinted || !taken[FIRST(s)] || ledger[FIRST(s)] == printed);
            seen = 0;
            before = 0;
            earlier = 0
        }
    :: else -> skip
    fi;
    if
    :: d_step {
#ifdef TIME_NAME
        assert(object[NAME(i)] == 0 || object[NAME(i)] == i + 1);
#endif
        object[NAME(i)] = i + 1;
        writing++
    }
    :: goto abandon /* refused: nothing was written */
    OR_CRASH
    fi;
    if
    :: d_step {
#ifdef LATE_RESULT
        ledger[i] == requested ->
#else
        live[s] && ledger[i] == requested && UNCHANGED ->
#endif
        assert(live[s]);                  /* never sealed for an ended session */
        assert(object[NAME(i)] == i + 1); /* both halves, of one issuance */
        assert(!taken[i]);                /* what was handed over never becomes readable again */
#ifdef REPLACEMENTS
        assert(!GOOD(ledger[FIRST(0)]) && !GOOD(ledger[SECOND(0) + THIRD - i])); /* one payment, one certificate */
#endif
        ledger[i] = sealed;
        listed[i] = true;
        envelope[NAME(i)] = i + 1;
#ifdef BOOKS_AS_SEALED
        of_envelope[i] = entered;
#else
#ifdef BOOKS
        of_envelope[i] = gate;
#endif
#endif
        writing--
    } ->
        if
        :: goto out
#ifndef REFUSAL_BELIEVED
        :: unknown = true /* the reply was lost, and what the SDK's next attempt was told says nothing about it */
#else
        :: skip           /* that the next attempt was refused is taken to say that nothing was done */
#endif
        fi
    :: d_step { !live[s] || ledger[i] != requested || !UNCHANGED -> writing-- }
    :: d_step { ledger[i] == requested -> writing--; unknown = true } /* refused or lost on the way: we cannot tell */
    :: d_step { writing--; seen = 0 } -> goto out /* crash */
    fi;
abandon:
    if
    :: d_step { ledger[i] == requested -> ledger[i] = cancelled; unknown = false }
    :: skip /* it is in another state, or there is no answer */
    OR_CRASH
    fi;
    if
    :: unknown -> goto out
    :: else -> skip
    fi;
    if
    :: d_step { if :: replaced_by == i + 1 -> replaced_by = 0 :: else -> skip fi }
    OR_CRASH
    fi;
    if
    :: object[NAME(i)] = 0
    OR_CRASH
    fi;
out:
#ifdef BOOKS
    atomic { seen = 0; before = 0; earlier = 0; unknown = false; gate = 0; held = 0; done++ }
#else
    atomic { seen = 0; before = 0; earlier = 0; unknown = false; done++ }
#endif
}

#ifdef UNBOUND_ENVELOPE
#define MINE true
#else
#define MINE (SESSION_OF(envelope[NAME(i)] - 1) == s)
#endif

#if defined(BOOKS) && !defined(OLD_BOOKS)
#define OF_THESE_BOOKS (of_envelope[i] == gate)
#else
#define OF_THESE_BOOKS true
#endif

/* HandOver. `past_gate`: as if the gate had let another session's request through. */
proctype retrieve(byte s; byte i; bool past_gate) {
    byte ciphertext = 0;
    byte enc = 0;
#ifdef BOOKS
    byte gate = 0;
    if
    :: atomic { live[s] && !late && ledger[i] == sealed -> gate = entered }
    OR_CRASH
    fi;
#else
    if
    :: atomic { live[s] && !late && ledger[i] == sealed && (SESSION_OF(i) == s || past_gate) -> skip }
    OR_CRASH
    fi;
#endif
    /* 1 read */
    if
    :: d_step { object[NAME(i)] != 0 -> ciphertext = object[NAME(i)] }
    OR_CRASH
    fi;
    /* 2 take; when its reply is lost, that is a crash: it is never repeated */
#ifdef READ_THEN_DELETE
    if
    :: d_step { envelope[NAME(i)] != 0 && MINE -> enc = envelope[NAME(i)] }
    OR_CRASH
    fi;
    d_step { envelope[NAME(i)] = 0; taken[i] = true }
#else
    if
    :: d_step {
        envelope[NAME(i)] != 0 && MINE && OF_THESE_BOOKS ->
        enc = envelope[NAME(i)];
        envelope[NAME(i)] = 0;
        taken[enc - 1] = true
    }
#ifdef SDK_REPEATS
    /* The first attempt never arrived; that the second finds nothing is taken for its own work. `enc` was read before. */
    :: d_step { envelope[NAME(i)] == 0 && taken[i] -> enc = i + 1 }
#endif
    OR_CRASH
    fi;
#endif
    /* 3 delete, which may fail */
    if
    :: object[NAME(i)] = 0
    :: true
    OR_CRASH
    fi;
    /* 4 record */
    if
#if defined(READ_THEN_DELETE) || defined(SDK_REPEATS)
    :: d_step { ledger[i] = handed_over } /* the ledger is only a log */
#else
    :: d_step { ledger[i] == sealed -> ledger[i] = handed_over; assert(!closed[i]) }
#endif
    OR_CRASH
    fi;
    /* 5 answer */
    if
    :: d_step {
        assert(!came_out[i]);                                  /* at most once */
        assert(enc != ciphertext || SESSION_OF(enc - 1) == s); /* not both halves of another's */
        assert(enc == i + 1 && ciphertext == i + 1);           /* both halves of what was asked for */
        assert(envelope[NAME(i)] == 0);                        /* nothing readable remains */
#ifdef BOOKS
        assert(of_page[i] >= gate);                            /* what was entered before it was asked for holds */
#endif
        came_out[i] = true
    }
    OR_CRASH
    fi;
out:
#ifdef BOOKS
    atomic { enc = 0; ciphertext = 0; gate = 0; done++ }
#else
    atomic { enc = 0; ciphertext = 0; done++ }
#endif
}

#ifdef BOOKS
/* The office enters something into a row, or a row that was not there. */
proctype office() {
    if
    :: d_step { entered++; rows++ }
    :: entered++
    fi;
    done++
}
#endif

/* Outcomes. */
proctype outcome(byte s; byte i) {
    if
    :: atomic { live[s] && !late && ledger[i] == handed_over -> skip }
    OR_CRASH
    fi;
    if
    :: d_step { ledger[i] == handed_over -> ledger[i] = printed }
    :: d_step { ledger[i] == handed_over -> ledger[i] = misprinted }
    OR_CRASH
    fi;
out:
    done++
}

/* SessionEnd: the session first. */
proctype session_end(byte s) {
    mtype seen = 0;
    mtype second = 0;
    if
    :: d_step { live[s] && !late -> live[s] = false }
    OR_CRASH
    fi;
    if
    :: d_step {
        if :: listed[FIRST(s)] -> seen = ledger[FIRST(s)] :: else -> skip fi;
        if :: listed[SECOND(s)] -> second = ledger[SECOND(s)] :: else -> skip fi
    }
    OR_CRASH
    fi;
#ifndef LOCK_ONLY
    if
    :: OPEN(seen) -> end_issuance(FIRST(s), seen, cancelled)
    :: else -> skip
    fi;
    if
    :: OPEN(second) -> end_issuance(SECOND(s), second, cancelled)
    :: else -> skip
    fi;
#endif
    /* What a session leaves when its end was answered: nothing readable, whoever sits down next. */
    assert(envelope[NAME(FIRST(s))] == 0 && envelope[NAME(SECOND(s))] == 0);
out:
    atomic { seen = 0; second = 0; done++ }
}

/* Sweep: sessions and issuances at any time after the expiry, while any function may still be running; an object only
 * when no renderer can still be about to write its envelope. */
proctype sweep() {
    mtype seen = 0;
    byte k = 0;
#ifndef SWEEP_RACES
    if
    :: d_step { late -> live[0] = false; live[1] = false }
    OR_CRASH
    fi;
    do
    :: k < ISSUANCES && !OPEN(ledger[k]) -> k++
    :: k < ISSUANCES && OPEN(ledger[k]) -> seen = ledger[k]; end_issuance(k, seen, expired); k++
    :: k == ISSUANCES -> break
    od;
    if
    :: writing == 0
    OR_CRASH
    fi;
#endif
    d_step {
        k = 0;
        do
        :: k < ISSUANCES ->
#ifdef SWEEP_RACES
            if
#else
            if
            :: writing > 0 -> skip
#endif
            :: envelope[k] == 0 -> object[k] = 0
            :: else -> skip
            fi;
            k++
        :: else -> break
        od
    }
out:
    atomic { k = 0; seen = 0; done++ }
}

proctype clock() {
    late = true;
    done++
}

init {
    byte k = 0;
    atomic {
        live[0] = true;
#ifdef RETRIEVALS
        run render(0, FIRST(0));
        run retrieve(0, FIRST(0), false);
        run retrieve(0, FIRST(0), false);
        run session_end(0);
        run sweep();
        run clock();
#endif
#if defined(REPLACEMENT) || defined(REPLACEMENTS) || defined(LEFT_BEHIND) || defined(NEIGHBOURS)
        ledger[FIRST(0)] = sealed;
        listed[FIRST(0)] = true;
        envelope[FIRST(0)] = FIRST(0) + 1;
        object[FIRST(0)] = FIRST(0) + 1;
#endif
#ifdef REPLACEMENTS
        run retrieve(0, FIRST(0), false);
        run outcome(0, FIRST(0));
        run render(0, SECOND(0));
        run render(0, THIRD);
#endif
#ifdef REPLACEMENT
        run retrieve(0, FIRST(0), false);
        run outcome(0, FIRST(0));
        run render(0, SECOND(0));
        run retrieve(0, SECOND(0), false);
        run session_end(0);
#endif
#ifdef LEFT_BEHIND
        run retrieve(0, FIRST(0), false);
        run render(0, SECOND(0));
        run session_end(0);
        run sweep();
        run clock();
#endif
#ifdef NEIGHBOURS
        live[1] = true;
        ledger[FIRST(1)] = sealed;
        listed[FIRST(1)] = true;
        envelope[FIRST(1)] = FIRST(1) + 1;
        object[FIRST(1)] = FIRST(1) + 1;
        run retrieve(0, FIRST(0), false);
        run retrieve(1, FIRST(0), true);
        run session_end(0);
        run session_end(1);
        run sweep();
        run clock();
#endif
#ifdef RESIDENTS
        live[1] = true;
        run render(0, FIRST(0));
        run render(1, FIRST(1));
        run retrieve(0, FIRST(0), false);
        run retrieve(1, FIRST(1), false);
        run retrieve(1, FIRST(0), true);
        run session_end(0);
#endif
#ifdef BOOKS
        run render(0, FIRST(0));
        run retrieve(0, FIRST(0), false);
        run retrieve(0, FIRST(0), false);
        run session_end(0);
        run office();
        run office();
#endif
    }
    done == FUNCTIONS;
    /* Everything has ended or crashed; the next sweep runs through. */
    d_step {
#ifndef NO_SWEEP
        k = 0;
        do
        :: k < ISSUANCES ->
            if
            :: ledger[k] == handed_over || (ledger[k] == sealed && envelope[k] == 0) -> ledger[k] = unconfirmed
            :: ledger[k] == requested || (ledger[k] == sealed && envelope[k] != 0) -> ledger[k] = expired
            :: else -> skip
            fi;
            envelope[k] = 0;
            object[k] = 0;
            k++
        :: else -> break
        od;
#endif
        k = 0;
        do
        :: k < ISSUANCES ->
            assert(!OPEN(ledger[k]));
            assert(envelope[k] == 0 && object[k] == 0);
            k++
        :: else -> break
        od
    }
}
