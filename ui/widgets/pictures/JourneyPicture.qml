import QtQuick
import "../../theme"

// From this machine over the center to the city office, and back. `places` names the three, if there is room for words.
Drawing {
    id: journey
    property var places: []
    property real way: 0.3
    columns: 120
    rows: 120

    component Name: Text {
        readonly property real u: parent === null ? 1 : parent.u
        property real middle: 0
        property real atY: 0
        x: middle * u - width / 2
        y: atY * u
        font.family: Theme.family
        font.bold: true
        font.pixelSize: Theme.mm(Theme.small)
        color: Theme.ink
        visible: text !== ""
        Accessible.ignored: true
    }

    // the way: dots, the part that is behind us is strong
    Repeater {
        model: 22
        delegate: Box {
            required property int index
            readonly property real t: (index + 0.5) / 22
            readonly property var place: journey.along(t)
            atX: place[0] - 1.4
            atY: place[1] - 1.4
            wide: 2.8
            high: 2.8
            corner: 1.4
            color: t <= journey.way ? Theme.primary : Theme.metalDark
        }
    }
    // the sealed envelope under way
    Box {
        readonly property var place: journey.along(journey.way)
        atX: place[0] - 9
        atY: place[1] - 6.5
        wide: 18
        high: 13
        corner: 1.4
        color: Theme.paper
        line: 1.2
        border.color: Theme.primary
        Outline { path: "M1.4 1.8 L9 8 L16.6 1.8"; stroke: Theme.primary; line: 1.2 }
    }
    // the center
    Box {
        atX: 45; atY: 10; wide: 30; high: 30; corner: 15; color: Theme.surface; line: 1.6; border.color: Theme.primary
        Outline { path: "M15 5.5 L23.5 9 V15.4 Q23.5 22 15 25.5 Q6.5 22 6.5 15.4 V9 Z"; fill: Theme.primary }
        Outline { path: "M10.8 15.2 L14.1 18.6 L19.6 11.8"; stroke: Theme.surface; line: 2.4 }
    }
    // this machine
    Box {
        atX: 4; atY: 66; wide: 30; high: 38; corner: 3; color: Theme.metal; line: 1; border.color: Theme.metalDeep
        Box { atX: 4; atY: 4; wide: 22; high: 13; corner: 1; color: Theme.primary }
        Box { atX: 4; atY: 22; wide: 22; high: 4.5; corner: 1; color: Theme.hollow }
        Box { atX: 4; atY: 30; wide: 22; high: 4.5; corner: 1; color: Theme.metalDark }
    }
    // the city office
    Item {
        readonly property real u: parent.u
        x: 82 * u
        y: 64 * u
        Box { atX: 2; atY: 15; wide: 32; high: 20; color: Theme.primarySoft }
        Outline { path: "M18 1 L36 14 H0 Z"; fill: Theme.primary }
        Box { atX: 4; atY: 16; wide: 5; high: 18; color: Theme.primary }
        Box { atX: 15.5; atY: 16; wide: 5; high: 18; color: Theme.primary }
        Box { atX: 27; atY: 16; wide: 5; high: 18; color: Theme.primary }
        Box { atX: 0; atY: 35; wide: 36; high: 5; corner: 0.8; color: Theme.primary }
    }
    Name { text: journey.places.length === 3 ? journey.places[0] : ""; middle: 19; atY: 107 }
    Name { text: journey.places.length === 3 ? journey.places[1] : ""; middle: 60; atY: 0 }
    Name { text: journey.places.length === 3 ? journey.places[2] : ""; middle: 100; atY: 107 }

    // two straight ways that meet at the center
    function along(t) {
        return t < 0.5 ? [19 + 82 * t, 70 - 90 * t] : [60 + 80 * (t - 0.5), 25 + 90 * (t - 0.5)]
    }

    SequentialAnimation on way {
        running: Theme.motion
        loops: Animation.Infinite
        NumberAnimation { from: 0; to: 1; duration: 3200; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 700 }
        NumberAnimation { from: 1; to: 0; duration: 3200; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 700 }
    }
}
