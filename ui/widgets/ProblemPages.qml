import QtQuick
import Komado
import "../theme"

// Every problem of the machine with its steps, one at a time, the gravest first.
Item {
    id: pages
    required property var problems
    property string heading: ""
    property string call: ""
    property int at: 0
    readonly property var problem: problems[Math.min(at, problems.length - 1)]

    Row {
        id: tabs
        y: visible ? Theme.mm(4) : 0
        x: Theme.mm(Theme.margin)
        height: visible ? Theme.mm(17) : 0
        spacing: Theme.mm(4)
        visible: pages.problems.length > 1
        Repeater {
            model: Math.min(pages.problems.length, 6)
            delegate: BigButton {
                required property int index
                objectName: "problem-" + (index + 1)
                text: pages.problems[index].code
                em: 7
                implicitHeight: Theme.mm(17)
                implicitWidth: Theme.mm(43)
                role: index === pages.at ? "primary" : "secondary"
                onClicked: { Kiosk.touch(); pages.at = index }
            }
        }
    }
    StepsForStaff {
        anchors.top: tabs.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        title: pages.heading
        what: pages.problem.title
        code: pages.problem.code
        steps: pages.problem.steps
        part: pages.problem.part
        after: pages.problem.after
        call: pages.call
    }
}
