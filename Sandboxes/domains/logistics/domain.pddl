; Packages travel by truck inside a city and by plane between airports.
(define (domain logistics)
  (:requirements :strips :typing)
  (:types
    city place physobj - object
    airport location - place
    package vehicle - physobj
    truck airplane - vehicle)
  (:predicates
    (in-city ?p - place ?c - city)
    (at ?x - physobj ?p - place)
    (in ?x - package ?v - vehicle))

  (:action load-truck
    :parameters (?x - package ?t - truck ?p - place)
    :precondition (and (at ?t ?p) (at ?x ?p))
    :effect (and (in ?x ?t) (not (at ?x ?p))))

  (:action load-airplane
    :parameters (?x - package ?a - airplane ?p - place)
    :precondition (and (at ?a ?p) (at ?x ?p))
    :effect (and (in ?x ?a) (not (at ?x ?p))))

  (:action unload-truck
    :parameters (?x - package ?t - truck ?p - place)
    :precondition (and (at ?t ?p) (in ?x ?t))
    :effect (and (at ?x ?p) (not (in ?x ?t))))

  (:action unload-airplane
    :parameters (?x - package ?a - airplane ?p - place)
    :precondition (and (at ?a ?p) (in ?x ?a))
    :effect (and (at ?x ?p) (not (in ?x ?a))))

  (:action drive-truck
    :parameters (?t - truck ?from ?to - place ?c - city)
    :precondition (and (at ?t ?from) (in-city ?from ?c) (in-city ?to ?c))
    :effect (and (at ?t ?to) (not (at ?t ?from))))

  (:action fly-airplane
    :parameters (?a - airplane ?from ?to - airport)
    :precondition (at ?a ?from)
    :effect (and (at ?a ?to) (not (at ?a ?from)))))
